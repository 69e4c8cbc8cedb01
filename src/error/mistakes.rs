//! How the kinds of errors are declared.

/// Declares [`ErrorKind`] and the private representation together: each kind has a message, a [`Fault`] and the values in
/// the message.
macro_rules! mistakes {
    (
        $($(#[doc = $doc:literal])+ $message:literal $kind:ident: $fault:ident { $($field:ident: $type:ty),* $(,)? },)+
        // Further messages for a kind that is declared above.
        $(or $other_message:literal $other:ident of $of_kind:ident { $($other_field:ident: $other_type:ty),* $(,)? },)*
    ) => {
        /// The kind of an [`Error`](crate::Error).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $(
                $(#[doc = $doc])+
                #[doc = concat!("\n\nFault: [`", stringify!($fault), "`](Fault::", stringify!($fault), ").")]
                $kind,
            )+
        }

        impl ErrorKind {
            /// Returns the fault of most errors of this kind. [`Error::fault`](super::Error::fault) knows the exceptions.
            pub(super) const fn fault(self) -> Fault {
                match self {
                    $(Self::$kind => Fault::$fault,)+
                }
            }
        }

        #[derive(Clone, Debug, thiserror::Error)]
        #[cfg_attr(
            not(all(
                feature = "std",
                feature = "post",
                feature = "token",
                feature = "sigv4a",
                feature = "url",
                feature = "xml",
                feature = "diagnose"
            )),
            expect(
                dead_code,
                reason = "some errors are specific to a feature: the environment, forms, tokens, SigV4A keys, \
                          `url::Url`, XML, diagnosing"
            )
        )]
        pub(crate) enum Repr {
            $(#[error($message)] $kind { $($field: $type),* },)+
            $(#[error($other_message)] $other { $($other_field: $other_type),* },)*
        }

        impl Repr {
            pub(super) fn kind(&self) -> ErrorKind {
                match self {
                    $(Self::$kind { .. } => ErrorKind::$kind,)+
                    $(Self::$other { .. } => ErrorKind::$of_kind,)*
                }
            }
        }
    };
}

pub(super) use mistakes;
