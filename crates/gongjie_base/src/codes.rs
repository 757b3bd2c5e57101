//! `codes!`: closed sets of words that are stored as text, one spelling from URL to table.

/// Declares an enum whose variants are stored, sent and read as short text codes.
///
/// The type can stand in table declarations, JSON bodies and forms; `ALL` lists the variants in order.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every variant, in the order in which pages list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored word.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The variant of a stored word, if it is one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, s: S) -> ::std::result::Result<S::Ok, S::Error> {
                s.serialize_str(self.code())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(d: D) -> ::std::result::Result<Self, D::Error> {
                let code = <::std::string::String as $crate::serde::Deserialize>::deserialize(d)?;
                Self::from_code(&code).ok_or_else(|| {
                    $crate::serde::de::Error::custom(::std::format!("unknown code {code}"))
                })
            }
        }

        impl From<$name> for $crate::sea_orm::Value {
            fn from(code: $name) -> Self {
                $crate::sea_orm::Value::String(Some(code.code().to_owned()))
            }
        }

        impl $crate::sea_orm::TryGetable for $name {
            fn try_get_by<I: $crate::sea_orm::ColIdx>(
                row: &$crate::sea_orm::QueryResult,
                index: I,
            ) -> ::std::result::Result<Self, $crate::sea_orm::TryGetError> {
                let code = <::std::string::String as $crate::sea_orm::TryGetable>::try_get_by(row, index)?;
                Self::from_code(&code).ok_or_else(|| {
                    $crate::sea_orm::TryGetError::DbErr($crate::sea_orm::DbErr::Type(
                        ::std::format!("{code} is no {}", stringify!($name)),
                    ))
                })
            }
        }

        impl $crate::rusqlite::types::FromSql for $name {
            fn column_result(
                value: $crate::rusqlite::types::ValueRef<'_>,
            ) -> $crate::rusqlite::types::FromSqlResult<Self> {
                Self::from_code(value.as_str()?).ok_or($crate::rusqlite::types::FromSqlError::InvalidType)
            }
        }

        impl $crate::sea_orm::sea_query::ValueType for $name {
            fn try_from(
                value: $crate::sea_orm::Value,
            ) -> ::std::result::Result<Self, $crate::sea_orm::sea_query::ValueTypeErr> {
                match value {
                    $crate::sea_orm::Value::String(Some(code)) => Self::from_code(&code)
                        .ok_or($crate::sea_orm::sea_query::ValueTypeErr),
                    _ => Err($crate::sea_orm::sea_query::ValueTypeErr),
                }
            }
            fn type_name() -> ::std::string::String {
                stringify!($name).to_owned()
            }
            fn array_type() -> $crate::sea_orm::sea_query::ArrayType {
                $crate::sea_orm::sea_query::ArrayType::String
            }
            fn column_type() -> $crate::sea_orm::sea_query::ColumnType {
                $crate::sea_orm::sea_query::ColumnType::Text
            }
        }

        impl $crate::sea_orm::sea_query::Nullable for $name {
            fn null() -> $crate::sea_orm::Value {
                $crate::sea_orm::Value::String(None)
            }
        }
    };
}
