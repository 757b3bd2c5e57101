//! The office's own empty sheet: taken in once by the coordinator, filled for everybody of the house, and for nobody else.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use gongjie_paper::{
    Cell, Column, Preset, Properties, Row, Sheet, Workbook, write_docx, write_xlsx,
};

use crate::measure::issued_measure;
use crate::world::World;

const LIST: &str = "/office-templates";

/// The empty sheet of an office: words of its own, two rows to fill, a line to sign.
fn office(rows: Vec<Row>) -> Workbook {
    let heads = [
        "序号",
        "存在问题",
        "整改措施",
        "责任部门",
        "责任人",
        "整改期限",
        "天气",
    ];
    let columns = heads.map(|head| Column::new(head, 16)).to_vec();
    let mut sheet = Sheet::new("报送表", columns);
    sheet.title = "某市问题整改报送表".into();
    sheet.rows = rows;
    sheet.footer = vec!["负责人签字：".into()];
    let mut other = Sheet::new("填表说明", vec![Column::new("说明", 40)]);
    other.rows = vec![Row::from(vec![Cell::text("逐条填写")])];
    Workbook {
        sheets: vec![sheet, other],
    }
}

pub fn empty() -> Vec<u8> {
    let rows = vec![Row::from(vec![Cell::blank(); 7]); 2];
    write_xlsx(&office(rows), &Properties::default()).unwrap()
}

pub const FIELDS: [(&str, &str); 2] = [("name", "市里的报送表"), ("filled_with", "duties")];

/// Uploads the sheet as the coordinator; the id of its template.
async fn uploaded(world: &World) -> i64 {
    let coord = world.client("coord").await;
    let reply = coord.upload(LIST, &FIELDS, ("报送表.xlsx", &empty())).await;
    assert_eq!(reply.expect(303).location, LIST);
    let page = coord.get(LIST).await.expect(200).body;
    let id = page.split("id=\"template-").nth(1).unwrap();
    id.split('"').next().unwrap().parse().unwrap()
}

fn cells(bytes: &[u8], name: &str) -> BTreeMap<(u32, u32), String> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut reader = book.worksheet_cells_reader(name).unwrap();
    let mut found = BTreeMap::new();
    while let Some(cell) = reader.next_cell().unwrap() {
        let text = match cell.get_value() {
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::String(text) => text.clone(),
            DataRef::Float(number) => number.to_string(),
            _ => continue,
        };
        found.insert(cell.get_position(), text);
    }
    found
}

both!(
    an_empty_sheet_is_uploaded_once_and_comes_back_filled,
    |world| async move {
        for _ in 0..3 {
            issued_measure(&world).await;
        }
        let id = uploaded(&world).await;
        let jia = world.client("jia").await;
        let page = jia.get(LIST).await.expect(200).body;
        assert!(page.contains("市里的报送表") && page.contains("报送表.xlsx"));
        assert!(page.contains("整改期限") && page.contains("完成时限"));
        assert!(page.contains("天气") && page.contains("不填"));
        let filled = jia
            .get(&format!("{LIST}/{id}/filled.xlsx"))
            .await
            .expect(200);
        let found = cells(&filled.bytes, "报送表");
        assert_eq!(found[&(0, 0)], "某市问题整改报送表");
        assert_eq!(found[&(2, 0)], "1");
        assert_eq!(found[&(2, 2)], "编一张排班表");
        assert_eq!(found[&(4, 0)], "3");
        assert_eq!(found[&(5, 0)], "负责人签字：", "it moved down by one row");
        assert!((2..5).all(|row| !found.contains_key(&(row, 6))));
        assert_eq!(
            cells(&filled.bytes, "填表说明"),
            cells(&empty(), "填表说明")
        );
        let book = gongjie_reader::file::open(&filled.bytes).unwrap();
        let report = gongjie_reader::judge::book(&book, &gongjie_reader::Options::default());
        let records = &report.sheets[0].records;
        assert_eq!(records.len(), 3, "it reads as a ledger with three rows");
        assert!(
            records
                .iter()
                .all(|r| r.problem.is_some() && r.due.is_some())
        );
        let none = format!("{LIST}/{id}/filled.xlsx?q=%E6%B2%A1%E6%9C%89");
        let none = cells(&jia.get(&none).await.expect(200).bytes, "报送表");
        assert_eq!(none, cells(&empty(), "报送表"));
    }
);

both!(
    what_is_no_empty_sheet_is_refused_at_the_field,
    |world| async move {
        let coord = world.client("coord").await;
        let row = ["1", "电梯慢", "检修", "后勤处", "张三", "2026年12月1日", ""];
        let row = Row::from(row.map(Cell::text).to_vec());
        let full = write_xlsx(&office(vec![row]), &Properties::default()).unwrap();
        let book = office(vec![Row::from(vec![Cell::blank(); 7])]);
        let docx = write_docx(&book, &Properties::default(), Preset::House).unwrap();
        let cases: [(&str, &[u8], &str); 4] = [
            ("a.xlsx", &full, "这张表已经有内容"),
            ("a.docx", &docx, "这不是 xlsx"),
            ("a.xlsx", b"PK\x03\x04 nothing", "这个文件打不开（damaged）"),
            (
                "a.xlsx",
                "姓名,电话\n张三,1\n".as_bytes(),
                "没找到认得的表头",
            ),
        ];
        for (name, bytes, words) in cases {
            let page = coord.upload(LIST, &FIELDS, (name, bytes)).await.expect(422);
            assert!(page.body.contains(words), "{words}: {}", page.body);
            assert!(page.body.contains("市里的报送表"), "typed words are gone");
        }
        let page = coord.post(LIST, &[]).await.expect(422).body;
        assert!(page.contains("请选一个 xlsx 文件"));
        assert!(
            !world.app.files.root().exists(),
            "a refused file was written"
        );
        assert!(coord.get(LIST).await.body.contains("还没有样表"));
    }
);

both!(a_stale_removal_is_a_conflict, |world| async move {
    let id = uploaded(&world).await;
    let coord = world.client("coord").await;
    let path = format!("{LIST}/{id}/removal");
    coord.post(&path, &[("version", "7")]).await.expect(409);
    coord.post(&path, &[("version", "1")]).await.expect(303);
    coord.post(&path, &[("version", "1")]).await.expect(404);
    coord
        .get(&format!("{LIST}/{id}/filled.xlsx"))
        .await
        .expect(404);
    assert!(!coord.get(LIST).await.body.contains("市里的报送表"));
});

both!(
    others_keep_no_template_and_see_none_of_ours,
    |world| async move {
        issued_measure(&world).await;
        let id = uploaded(&world).await;
        let (filled, removal) = (
            format!("{LIST}/{id}/filled.xlsx"),
            format!("{LIST}/{id}/removal"),
        );
        let bing = world.client("bing").await;
        assert!(!bing.get(LIST).await.expect(200).body.contains("/removal"));
        bing.get(&format!("{LIST}/new")).await.expect(404);
        bing.upload(LIST, &FIELDS, ("a.xlsx", &empty()))
            .await
            .expect(404);
        bing.post(&removal, &[("version", "1")]).await.expect(404);
        let stranger = world.client("stranger").await;
        assert!(!stranger.get(LIST).await.expect(200).body.contains("市里"));
        stranger.get(&filled).await.expect(404);
        stranger
            .post(&removal, &[("version", "1")])
            .await
            .expect(404);
        for path in [LIST, filled.as_str()] {
            world.client("wu").await.get(path).await.expect(404);
            world.nobody().get(path).await.expect(303);
        }
        world.client("jia").await.get(&filled).await.expect(200);
    }
);

/// Sheets of many offices and programs: rows put in under the header move what stands below, and change no cell.
#[test]
fn sheets_of_other_programs_take_rows_and_keep_their_cells() {
    use gongjie_paper::{FillError, Slot, fill_xlsx};
    use gongjie_reader::{Options, file, judge};
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/reading/sheets");
    let (mut filled, mut refused) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry
            .path()
            .extension()
            .is_none_or(|ending| ending != "xlsx")
        {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        let Ok(book) = file::open(&bytes) else {
            continue;
        };
        let report = judge::book(&book, &Options::default());
        for (at, sheet) in report
            .sheets
            .iter()
            .enumerate()
            .filter(|(_, s)| s.is_ledger)
        {
            let head = sheet.header_rows.iter().max().copied().unwrap();
            let slot = Slot {
                sheet: at,
                head,
                foot: Some(head + 1),
                columns: sheet.columns.iter().map(|c| c.index).collect(),
            };
            let row = Row::from(vec![Cell::text("=新的"); slot.columns.len()]);
            let written = match fill_xlsx(&bytes, &slot, &[row.clone(), row.clone(), row]) {
                Ok(written) => written,
                Err(FillError::HasFormula | FillError::HasTable | FillError::IsActive) => {
                    refused += 1;
                    continue;
                }
                Err(other) => panic!("{name}: {other}"),
            };
            filled += 1;
            let after = file::open(&written).unwrap_or_else(|e| panic!("{name}: {e}"));
            let (before, after) = (&book.grids[at], &after.grids[at]);
            let mut wanted = before.rows.clone();
            for row in wanted.iter_mut().filter(|row| row.number > head) {
                row.number += 3;
            }
            let mut kept = after.rows.clone();
            kept.retain(|row| !(head + 1..=head + 3).contains(&row.number));
            assert_eq!(wanted, kept, "{name}");
            let new = after
                .rows
                .iter()
                .filter(|r| (head + 1..=head + 3).contains(&r.number));
            let new: Vec<_> = new.flat_map(|r| &r.cells).collect();
            assert_eq!(new.len(), 3 * sheet.columns.len(), "{name}");
            assert!(new.iter().all(|c| c.text == "=新的"), "{name}");
            assert_eq!(before.merges.len(), after.merges.len(), "{name}");
        }
    }
    assert!(filled > 30, "{filled} filled, {refused} refused");
}
