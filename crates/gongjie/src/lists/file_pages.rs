//! The workbook of cover, lists and ledger, and each list alone, as files.

use axum::extract::RawQuery;
use gongjie_base::Error;
use gongjie_paper::Workbook;

use super::rules::List;
use super::{address, export};
use crate::door::{Answer, Visit};
use crate::download::Format;
use crate::download::pages::{self as download, Name};

/// `GET /lists.xlsx`
pub async fn xlsx(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(&visit, query, Format::Xlsx).await
}

/// `GET /lists.csv`
pub async fn csv(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(&visit, query, Format::Csv).await
}

/// `GET /lists.docx`
pub async fn docx(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(&visit, query, Format::Docx).await
}

/// The list that `list` names, or the whole workbook; csv, which holds one table, begins with the problems.
async fn file(visit: &Visit, query: Option<String>, format: Format) -> Answer {
    let (view, picture) = address::read(visit, query.clone()).await?;
    let list = match view.list.trim() {
        "" => Some(List::Problems).filter(|_| format == Format::Csv),
        code => {
            let list = List::from_code(code);
            Some(list.ok_or_else(|| Error::invalid("list", "error-not-in-list"))?)
        }
    };
    let (blocks, _) = address::all(visit, &picture, &view).await?;
    let words = visit.words();
    let book = export::Book {
        actor: visit.actor()?,
        view: &view,
        blocks: &blocks,
        words,
        today: picture.today,
    };
    let (workbook, code, shown) = match list {
        None => {
            let all = book.workbook(&picture.conn).await?;
            (all, "lists", words.text("lists-title"))
        }
        Some(list) => {
            let sheets = vec![book.sheet(list)];
            let shown = words.code("lists-list", list.code());
            (Workbook { sheets }, list.code(), shown)
        }
    };
    let name = Name {
        code,
        shown: &shown,
    };
    download::send(
        visit,
        workbook,
        name,
        format,
        query.as_deref(),
        picture.today,
    )
    .await
}
