//! Writes a ledger of many rows, and times decoding and judging it: `large ROWS FILE`.

use std::time::Instant;

use rust_xlsxwriter::{Format, Workbook};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rows: u32 = arguments.next().ok_or("rows?")?.parse()?;
    let file = arguments.next().ok_or("file?")?;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 11, "结对共建解难题工作台账", &Format::new())?;
    sheet.write(1, 0, "填报单位：教务处   填报时间：2022年9月")?;
    for (column, name) in [
        "序号",
        "难题",
        "举措",
        "牵头单位",
        "配合单位",
        "责任人",
        "完成时限",
        "进展情况",
        "取得成效",
        "是否销号",
        "经费",
        "备注",
    ]
    .iter()
    .enumerate()
    {
        sheet.write(2, u16::try_from(column)?, *name)?;
    }
    for at in 0..rows {
        let row = at + 3;
        sheet.write(row, 0, at + 1)?;
        sheet.write(
            row,
            1,
            format!("第{at}个难题：师生反映教学楼高峰时段电梯等候时间长，影响上课"),
        )?;
        sheet.write(row, 2, "1.错峰下课；2.增开一部电梯；3.张贴指引。")?;
        sheet.write(row, 3, "后勤保障部")?;
        sheet.write(row, 4, "教务处、学工部、保卫处等有关部门")?;
        sheet.write(row, 5, "张三、李四（82668888）")?;
        sheet.write(row, 6, format!("2022年{}月底前", at % 12 + 1))?;
        sheet.write(row, 7, "正在推进，已完成现场踏勘和方案比选")?;
        sheet.write(row, 8, "高峰时段等候时间由十二分钟降到五分钟以内")?;
        sheet.write(row, 9, if at % 3 == 0 { "是" } else { "否" })?;
        sheet.write(row, 10, f64::from(at % 90) + 0.5)?;
        sheet.write(row, 11, "")?;
    }
    book.save(&file)?;
    let bytes = std::fs::read(&file)?;
    for _ in 0..3 {
        let begin = Instant::now();
        let book = gongjie_reader::file::open(&bytes)?;
        let decoded = begin.elapsed();
        let report = gongjie_reader::judge::book(&book, &gongjie_reader::Options::default());
        let judged = begin.elapsed();
        let text = serde_json::to_string(&report)?;
        println!(
            "{} bytes, decode {decoded:?}, with judging {judged:?}, with JSON {:?}; {} records, {} doubts, {} bytes of JSON",
            bytes.len(),
            begin.elapsed(),
            report.sheets.first().map_or(0, |sheet| sheet.records.len()),
            report.sheets.first().map_or(0, |sheet| sheet.doubts.len()),
            text.len()
        );
    }
    Ok(())
}
