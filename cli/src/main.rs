//! The `presign` command: AWS SigV4 presigned URLs, forms and tokens, without an AWS SDK.

mod advice;
mod commands;
mod failure;
mod http;
mod input;
mod lifetime;
mod output;
mod place;
mod qr;
mod s3_uri;
mod style;
mod when;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use presign::Method;

use crate::commands::explain::ExplainArgs;
use crate::commands::generate;
use crate::commands::inspect::InspectArgs;
use crate::commands::multipart::MultipartArgs;
use crate::commands::post::PostArgs;
use crate::commands::token::TokenArgs;
use crate::commands::url::{Operation, UrlArgs};
use crate::commands::verify::VerifyArgs;
use crate::failure::Failure;

const EXAMPLES: &str = "\
Examples:
  presign get s3://photos/boat.jpg --expires-in 30m
  presign put s3://photos/boat.jpg --content-type image/jpeg --format curl
  presign get s3://photos/- < keys.txt > urls.txt

`presign COMMAND --help` describes the options of a command.";

const MISPLACED_URL: &str = "there is a presigned URL where none belongs: pass one URL, in quotes, to `presign inspect`, \
                             `presign explain` or `presign verify`";

/// It leaves out the options, so that it fits one screen: there are only `--help` and `--version`.
const HELP: &str = "{about}\n\n{usage-heading} {usage}\n\n{subcommands}{after-help}";

/// Makes AWS SigV4 presigned URLs with the credentials and settings of the AWS CLI.
#[derive(Parser, Debug)]
#[command(name = "presign", version, after_help = EXAMPLES, help_template = HELP, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Sign a URL to download an object
    Get {
        /// Let browsers save the object under this name
        #[arg(long, short = 'd', value_name = "NAME")]
        download_as: Option<String>,
        #[command(flatten)]
        url: UrlArgs,
    },
    /// Sign a URL to upload an object
    Put {
        /// The Content-Type that the client must send
        #[arg(long, short = 't', value_name = "TYPE")]
        content_type: Option<String>,
        #[command(flatten)]
        url: UrlArgs,
    },
    /// Sign a URL to read the metadata of an object
    Head(UrlArgs),
    /// Sign a URL to delete an object
    Delete(UrlArgs),
    /// Sign a form to upload an object from a browser
    Post(PostArgs),
    /// Plan or perform an upload in parts
    Multipart(MultipartArgs),
    /// Sign a password or a token for another service
    Token(TokenArgs),
    /// Show who signed a URL, for what, until when, and what looks wrong
    Inspect(InspectArgs),
    /// Explain why a URL fails, from the request and its response
    Explain(Box<ExplainArgs>),
    /// Check a URL as a server does, with the secret
    Verify(VerifyArgs),
    /// Print a script that completes commands in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, or write all pages into a folder
    Man {
        /// The folder, which must exist
        folder: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let command = match Cli::try_parse() {
        Ok(cli) => Ok(cli.command),
        // Its message would repeat the signature.
        Err(error) if error.use_stderr() && error.to_string().contains("X-Amz-") => Err(Failure::usage(MISPLACED_URL)),
        Err(error) => error.exit(),
    };
    match command.and_then(|command| run(&command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { message, status }) => {
            // If nobody can read it, the status still tells.
            let _ = writeln!(io::stderr(), "presign: {message}");
            status.into()
        }
    }
}

fn run(command: &Command) -> Result<(), Failure> {
    let plain = |method| Operation { method, download_as: None, content_type: None };
    match command {
        Command::Get { download_as, url } => {
            url.run(&Operation { download_as: download_as.as_deref(), ..plain(Method::Get) })
        }
        Command::Put { content_type, url } => {
            url.run(&Operation { content_type: content_type.as_deref(), ..plain(Method::Put) })
        }
        Command::Head(url) => url.run(&plain(Method::Head)),
        Command::Delete(url) => url.run(&plain(Method::Delete)),
        Command::Post(post) => post.run(),
        Command::Multipart(multipart) => multipart.run(),
        Command::Inspect(inspect) => inspect.run(),
        Command::Explain(explain) => explain.run(),
        Command::Verify(verify) => verify.run(),
        Command::Token(token) => token.run(),
        Command::Completions { shell } => generate::completions(*shell, Cli::command()),
        Command::Man { folder } => generate::manual(folder.as_deref(), Cli::command()),
    }
}
