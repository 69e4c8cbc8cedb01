// Loads the two modules and compares their URLs with the example in the S3 documentation: "Authenticating Requests:
// Using Query Parameters".
'use strict';

const assert = require('node:assert');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const [withoutClock, clock] = process.argv.slice(2);

const EXAMPLE_TIME = Date.UTC(2013, 4, 24);
const EXAMPLE = 'https://examplebucket.s3.amazonaws.com/test.txt'
    + '?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request'
    + '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host'
    + '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';

// Without the feature `wasm`, the module needs nothing from JavaScript.
const compiled = new WebAssembly.Module(readFileSync(withoutClock));
assert.deepStrictEqual(WebAssembly.Module.imports(compiled), []);
const { memory, url_at: signAt } = new WebAssembly.Instance(compiled).exports;
function urlAt(milliseconds) {
    const pointer = signAt(milliseconds / 1000);
    assert.notStrictEqual(pointer, 0);
    const bytes = new Uint8Array(memory.buffer, pointer);
    return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
}
assert.strictEqual(urlAt(EXAMPLE_TIME), EXAMPLE);
assert.strictEqual(signAt(1e15), 0, 'a time after the year 9999 is an error');
console.log('signs at a given time');

// With it, the module reads the clock of JavaScript, which is set to the time of the example first.
const { url_now: urlNow } = require(path.resolve(clock));
const RealDate = Date;
globalThis.Date = class extends RealDate {
    constructor() {
        super(EXAMPLE_TIME);
    }

    static now() {
        return EXAMPLE_TIME;
    }
};
assert.strictEqual(urlNow(), EXAMPLE);
globalThis.Date = RealDate;

const before = Math.floor(Date.now() / 1000);
const url = urlNow();
const [year, month, day, hour, minute, second] = url.match(/Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/).slice(1);
const signedAt = Date.UTC(year, month - 1, day, hour, minute, second);
assert(before <= signedAt / 1000 && signedAt <= Date.now(), `${url} was not signed just now`);
assert.strictEqual(url, urlAt(signedAt));
console.log("signs with JavaScript's clock");
