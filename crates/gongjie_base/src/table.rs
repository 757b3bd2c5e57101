//! `table!`: declares a table of the schema once, for the data layer, without the usual five lines around it.

/// Declares the module `$name` with `Model`, `ActiveModel`, `Entity` and `Column` of one table. The primary key is `id`.
#[macro_export]
macro_rules! table {
    ($(#[$meta:meta])* $name:ident = $table:tt { $($(#[$fmeta:meta])* $field:ident : $ty:ty),+ $(,)? }) => {
        $(#[$meta])*
        pub mod $name {
            #[allow(unused_imports, reason = "not every table uses codes of its room")]
            use super::*;
            use $crate::sea_orm;
            use $crate::sea_orm::entity::prelude::*;

            /// One row.
            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                #[sea_orm(primary_key)]
                pub id: i64,
                $($(#[$fmeta])* pub $field: $ty),+
            }

            /// Joins are written where they are used.
            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}

            impl $crate::Stored for Model {
                const SELECT: &'static str = concat!(
                    "SELECT id", $(", ", stringify!($field),)+ " FROM ", $table
                );

                fn id(&self) -> i64 {
                    self.id
                }

                fn read(row: &$crate::rusqlite::Row<'_>) -> $crate::rusqlite::Result<Self> {
                    let mut next = 0..;
                    let mut at = || next.next().unwrap_or_default();
                    Ok(Self {
                        id: row.get(at())?,
                        $($field: row.get(at())?),+
                    })
                }
            }
        }
    };
}
