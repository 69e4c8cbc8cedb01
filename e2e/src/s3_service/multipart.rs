//! Multipart uploads.

use hyper::header::HeaderMap;
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, ChecksumType, CompleteMultipartUploadInput,
    CompleteMultipartUploadOutput, CompletedPart, CreateMultipartUploadInput, CreateMultipartUploadOutput, ETag,
    ListMultipartUploadsInput, ListMultipartUploadsOutput, ListPartsInput, ListPartsOutput, MultipartUpload,
    ServerSideEncryption, UploadPartInput, UploadPartOutput,
};
use s3s::{S3Request, S3Response, S3Result, dto, s3_error};

use super::listing::{Encoding, page_size};
use super::{Answer, MAX_OBJECT_BYTES, S3Service, body, check_acl, describe, tagging};
use crate::checksum::{Algorithm, Checksum, check_md5};
use crate::encryption::{CustomerKey, Encryption};
use crate::listing;
use crate::preconditions;
use crate::store::{Part, Upload};

/// The minimum size of all parts but the last.
const MIN_PART_BYTES: usize = 5 * 1024 * 1024;

/// Bucket, key and upload ID, which identify an upload only together.
type Name<'a> = (&'a str, &'a str, &'a str);

pub(super) fn create(
    service: &S3Service,
    req: S3Request<CreateMultipartUploadInput>,
) -> Answer<CreateMultipartUploadOutput> {
    let key = CustomerKey::in_headers(&req.headers)?;
    let input = req.input;
    check_acl(input.acl.as_ref())?;
    let tags = tagging::in_header(input.tagging.as_deref())?;
    let algorithm = input.server_side_encryption.as_ref().map(ServerSideEncryption::as_str);
    let encryption = Encryption::new(algorithm, input.ssekms_key_id, key)?;
    let mut headers = HeaderMap::new();
    encryption.write_headers(&mut headers);
    let upload = Upload::new(headers_of!(input), tags, encryption);
    let upload_id = service.store.create_upload(&input.bucket, &input.key, upload)?;
    let output = CreateMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(upload_id),
        ..CreateMultipartUploadOutput::default()
    };
    Ok(S3Response::with_headers(output, headers))
}

pub(super) async fn upload_part(service: &S3Service, req: S3Request<UploadPartInput>) -> Answer<UploadPartOutput> {
    let number = part_number(req.input.part_number)?;
    let checksum = Checksum::in_headers(&req.headers)?;
    let key = CustomerKey::in_headers(&req.headers)?;
    let hash_promised = req.headers.contains_key("x-amz-content-sha256");
    let input = req.input;
    // A missing upload is reported before the body is read.
    let name = (&*input.bucket, &*input.key, &*input.upload_id);
    service.store.with_upload(name.0, name.1, name.2, |_| ())?;

    let body = body::read(input.body, input.content_length, hash_promised).await?;
    if let Some(promised) = &input.content_md5 {
        check_md5(promised, &body)?;
    }
    if let Some(promised) = &checksum {
        promised.check(&body)?;
    }
    let part = Part::new(body, checksum.clone());
    let e_tag = Some(ETag::Strong(part.etag()));
    let mut headers = store_part(service, name, number, part, key.as_ref())?;
    if let Some(checksum) = checksum {
        checksum.write_header(&mut headers);
    }
    Ok(S3Response::with_headers(UploadPartOutput { e_tag, ..UploadPartOutput::default() }, headers))
}

pub(super) fn complete(
    service: &S3Service,
    req: S3Request<CompleteMultipartUploadInput>,
) -> Answer<CompleteMultipartUploadOutput> {
    let promised = Checksum::in_headers(&req.headers)?;
    let input = req.input;
    let existing = service.store.get(&input.bucket, &input.key)?;
    preconditions::check_write(input.if_match.as_ref(), input.if_none_match.as_ref(), existing.as_deref())?;
    let wanted = input.multipart_upload.and_then(|upload| upload.parts).unwrap_or_default();
    let check = |upload: &mut Upload| check_parts(upload, &wanted).map(|numbers| (upload.clone(), numbers));
    let (upload, numbers) = service.store.with_upload(&input.bucket, &input.key, &input.upload_id, check)??;

    let mut object = upload.assemble(&numbers);
    if let Some(promised) = promised {
        let of_the_whole = promised.algorithm == Algorithm::Crc64Nvme
            || input.checksum_type.is_some_and(|kind| kind.as_str() == ChecksumType::FULL_OBJECT);
        if !of_the_whole {
            return Err(s3_error!(NotImplemented, "Composite checksums are not implemented"));
        }
        promised.check(&object.body)?;
        object.checksum = Some(promised);
    }
    let output = CompleteMultipartUploadOutput {
        location: Some(format!("/{}/{}", input.bucket, input.key)),
        bucket: Some(input.bucket.clone()),
        key: Some(input.key.clone()),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        ..CompleteMultipartUploadOutput::default()
    };
    let headers = describe(&object, false);
    service.store.take_upload(&input.bucket, &input.key, &input.upload_id)?;
    service.store.put(&input.bucket, &input.key, object)?;
    Ok(S3Response::with_headers(output, headers))
}

/// Checks a client's list of parts against the uploaded parts, and returns their numbers.
fn check_parts(upload: &Upload, wanted: &[CompletedPart]) -> S3Result<Vec<u16>> {
    let invalid = || {
        s3_error!(
            InvalidPart,
            "One or more of the specified parts could not be found.  The part may not have been uploaded, \
             or the specified entity tag may not match the part's entity tag."
        )
    };
    if wanted.is_empty() {
        return Err(s3_error!(MalformedXML, "The XML you provided was not well-formed."));
    }
    if !wanted.is_sorted_by(|a, b| a.part_number < b.part_number) {
        return Err(s3_error!(
            InvalidPartOrder,
            "The list of parts was not in ascending order. Parts must be ordered by part number."
        ));
    }
    let (mut numbers, mut total) = (Vec::new(), 0);
    for (at, completed) in wanted.iter().enumerate() {
        let number = completed.part_number.and_then(|number| u16::try_from(number).ok()).ok_or_else(invalid)?;
        let part = upload.parts.get(&number).ok_or_else(invalid)?;
        let promised = Checksum::only_one([
            completed.checksum_crc32.clone(),
            completed.checksum_crc32c.clone(),
            completed.checksum_crc64nvme.clone(),
            completed.checksum_sha1.clone(),
            completed.checksum_sha256.clone(),
        ])?;
        let as_promised = promised.is_none_or(|promised| promised.check(&part.body).is_ok());
        if completed.e_tag.as_ref().map(ETag::value) != Some(&part.etag()) || !as_promised {
            return Err(invalid());
        }
        if at + 1 < wanted.len() && part.body.len() < MIN_PART_BYTES {
            return Err(s3_error!(EntityTooSmall, "Your proposed upload is smaller than the minimum allowed size"));
        }
        total += part.body.len();
        numbers.push(number);
    }
    if total > MAX_OBJECT_BYTES { Err(body::too_large()) } else { Ok(numbers) }
}

pub(super) fn abort(
    service: &S3Service,
    req: S3Request<AbortMultipartUploadInput>,
) -> Answer<AbortMultipartUploadOutput> {
    let input = req.input;
    service.store.take_upload(&input.bucket, &input.key, &input.upload_id)?;
    Ok(S3Response::new(AbortMultipartUploadOutput::default()))
}

pub(super) fn list_parts(service: &S3Service, req: S3Request<ListPartsInput>) -> Answer<ListPartsOutput> {
    let input = req.input;
    let max_parts = page_size("max-parts", input.max_parts)?;
    let marker = input.part_number_marker.unwrap_or_default();
    let list = |upload: &mut Upload| {
        let after = upload.parts.iter().filter(|(number, _)| i32::from(**number) > marker);
        after.map(|(&number, part)| (number, part.clone())).collect::<Vec<_>>()
    };
    let after = service.store.with_upload(&input.bucket, &input.key, &input.upload_id, list)?;

    let is_truncated = max_parts > 0 && after.len() > max_parts;
    let page = &after[..after.len().min(max_parts)];
    let parts = page.iter().map(|(number, part)| {
        let checksum = part.checksum.as_ref().map(Checksum::to_elements).unwrap_or_default();
        dto::Part {
            part_number: Some((*number).into()),
            size: i64::try_from(part.body.len()).ok(),
            e_tag: Some(ETag::Strong(part.etag())),
            last_modified: Some(part.last_modified.into()),
            checksum_crc32: checksum.checksum_crc32,
            checksum_crc32c: checksum.checksum_crc32c,
            checksum_crc64nvme: checksum.checksum_crc64nvme,
            checksum_sha1: checksum.checksum_sha1,
            checksum_sha256: checksum.checksum_sha256,
        }
    });
    Ok(S3Response::new(ListPartsOutput {
        parts: Some(parts.collect()),
        is_truncated: Some(is_truncated),
        next_part_number_marker: page.last().map(|(number, _)| (*number).into()),
        max_parts: i32::try_from(max_parts).ok(),
        part_number_marker: input.part_number_marker,
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        ..ListPartsOutput::default()
    }))
}

pub(super) fn list_uploads(
    service: &S3Service,
    req: S3Request<ListMultipartUploadsInput>,
) -> Answer<ListMultipartUploadsOutput> {
    let input = req.input;
    let max_uploads = page_size("max-uploads", input.max_uploads)?;
    let encoding = Encoding::new(input.encoding_type.as_ref())?;
    let prefix = input.prefix.as_deref().unwrap_or_default();
    let is_after = |key: &str, id: &str| match (input.key_marker.as_deref(), input.upload_id_marker.as_deref()) {
        (None, _) => true,
        (Some(key_marker), None) => key > key_marker,
        (Some(key_marker), Some(id_marker)) => (key, id) > (key_marker, id_marker),
    };
    let uploads = service.store.uploads(&input.bucket, prefix)?.into_iter();
    let after = uploads.filter(|(key, id, _)| is_after(key, id)).map(|(key, id, began)| (key, (id, began)));
    let page = listing::page(
        after,
        &listing::Query {
            prefix,
            delimiter: input.delimiter.as_deref().unwrap_or_default(),
            max_keys: max_uploads,
            start_after: "",
            resume_after: input.key_marker.as_deref(),
        },
    );

    let last = page.entries.last().filter(|(key, _)| Some(key) == page.resume_after.as_ref());
    let uploads = page.entries.iter().map(|(key, (id, began))| MultipartUpload {
        key: Some(encoding.apply(key)),
        upload_id: Some(id.clone()),
        initiated: Some((*began).into()),
        ..MultipartUpload::default()
    });
    Ok(S3Response::new(ListMultipartUploadsOutput {
        uploads: Some(uploads.collect()),
        common_prefixes: Some(encoding.common_prefixes(&page.common_prefixes)),
        is_truncated: Some(page.resume_after.is_some()),
        next_key_marker: page.resume_after.as_deref().map(|key| encoding.apply(key)),
        next_upload_id_marker: last.map(|(_, (id, _))| id.clone()),
        max_uploads: i32::try_from(max_uploads).ok(),
        bucket: Some(input.bucket),
        prefix: Some(encoding.apply(prefix)),
        delimiter: input.delimiter.as_deref().map(|delimiter| encoding.apply(delimiter)),
        key_marker: input.key_marker.as_deref().map(|marker| encoding.apply(marker)),
        upload_id_marker: input.upload_id_marker,
        encoding_type: input.encoding_type,
        ..ListMultipartUploadsOutput::default()
    }))
}

/// Checks that the number of a part is within S3's limits.
pub(super) fn part_number(number: i32) -> S3Result<u16> {
    let number = u16::try_from(number).ok().filter(|number| (1..=10_000).contains(number));
    number.ok_or_else(|| s3_error!(InvalidArgument, "Part number must be an integer between 1 and 10000, inclusive"))
}

/// Stores a part, replacing one with the same number. Returns the headers of the response.
pub(super) fn store_part(
    service: &S3Service,
    (bucket, key, upload_id): Name<'_>,
    number: u16,
    part: Part,
    customer_key: Option<&CustomerKey>,
) -> S3Result<HeaderMap> {
    service.store.with_upload(bucket, key, upload_id, |upload| {
        upload.encryption.unlock(customer_key)?;
        upload.parts.insert(number, part);
        let mut headers = HeaderMap::new();
        upload.encryption.write_headers(&mut headers);
        Ok(headers)
    })?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Headers;
    use bytes::Bytes;

    fn completed(part_number: i32, e_tag: String) -> CompletedPart {
        CompletedPart { part_number: Some(part_number), e_tag: Some(ETag::Strong(e_tag)), ..CompletedPart::default() }
    }

    #[test]
    fn a_list_of_parts() {
        let mut upload = Upload::new(Headers::default(), tagging::Tags::new(), Encryption::default());
        let bodies = [(1, MIN_PART_BYTES), (2, MIN_PART_BYTES - 1), (3, MIN_PART_BYTES), (4, 0)];
        for (number, length) in bodies {
            upload.parts.insert(number, Part::new(Bytes::from(vec![0; length]), None));
        }
        let check = |numbers: &[i32]| {
            let etag = |number: &i32| u16::try_from(*number).ok().and_then(|n| upload.parts.get(&n)).map(Part::etag);
            let wanted = numbers.iter().map(|number| completed(*number, etag(number).unwrap_or_default()));
            check_parts(&upload, &wanted.collect::<Vec<_>>()).map_err(|e| e.code().as_str().to_owned())
        };
        assert_eq!(check(&[1, 3, 4]), Ok(vec![1, 3, 4]));
        assert_eq!(check(&[1, 2]), Ok(vec![1, 2]));
        assert_eq!(check(&[2]), Ok(vec![2]));
        for (numbers, code) in [
            (&[][..], "MalformedXML"),
            (&[3, 1], "InvalidPartOrder"),
            (&[1, 1], "InvalidPartOrder"),
            (&[1, 5], "InvalidPart"),
            (&[0], "InvalidPart"),
            (&[-1], "InvalidPart"),
            (&[65_537], "InvalidPart"),
            (&[1, 2, 3], "EntityTooSmall"),
        ] {
            assert_eq!(check(numbers), Err(code.to_owned()), "{numbers:?}");
        }
        let other = check_parts(&upload, &[completed(1, "another".to_owned())]);
        assert_eq!(other.unwrap_err().code().as_str(), "InvalidPart");
    }

    #[test]
    fn numbers_of_parts() {
        assert_eq!(part_number(1).ok(), Some(1));
        assert_eq!(part_number(10_000).ok(), Some(10_000));
        for number in [i32::MIN, -1, 0, 10_001, 65_537, i32::MAX] {
            assert!(part_number(number).is_err(), "{number}");
        }
    }
}
