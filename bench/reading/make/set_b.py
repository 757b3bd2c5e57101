"""Sheets 21 to 44: xls, text, documents, pages, and sheets that are no ledger."""
from lib import *
from writers import *
import bank
OUT = []
def add(name, about, data, sheets): OUT.append((name, about, data, sheets))
def nt(c): c.t["date"].pop("text", None); return c

# 21 hospital, true xls
s = Sheet("难题台账", title="市中心医院临床科室难题协同解决台账", reporting_unit="医务科", reported_at="2023年5月10日", year=2023)
s.line("市中心医院临床科室难题协同解决台账", 7); s.line("填报科室：医务科    填报时间：2023年5月10日", 7); s.meta["reporting_unit"] = NJ
s.head(("序号", "no"), ("临床难题", "problem"), ("解决措施", "measure"), ("责任科室", "lead"), ("配合科室", "partner"), ("完成时限", "due"), ("是否完成", "closed"))
for i, (p, a, l, q) in enumerate(bank.WARD, 1):
    c = [lim("2023年6月底前", 2023, 6), nt(day(Num(45107, "yyyy/m/d", "2023/6/30"), 2023, 6, 30)), now("立行立改"), nday("7月15日", 2023, 7, 15)][i % 4]
    s.row(i, p, a, u(l), u(q) if q else None, c, ["√", "×", None][i % 3])
s.foot("合计", "12项"); s.foot("科主任签字：")
add("21-hospital.xls", "A true binary xls: merged title, a date cell, tick marks, total and signature.", xls([s]), [s])

# 22 xls with merged two-level header, empty leading column, merged rows, hidden row
s = Sheet("Sheet3", off=1, title="集团督办难题清单", year=None)
s.line("集团督办难题清单", 7)
s.head2(["序号", "难题", "解决路径", LEFT, "责任分工", LEFT, "时限"], [UP, UP, "措施", "成果形式", "牵头部门", "配合部门", UP],
        ["序号", "难题", "解决路径/措施", "解决路径/成果形式", "责任分工/牵头部门", "责任分工/配合部门", "时限"], ["no", "problem", "measure", None, "lead", "partner", "due"])
s.row(1, "跨省结算周期长", "统一结算平台", "系统", u("财务部"), u("信息中心、各区域公司"), nt(day(Num(44651, "yyyy\"年\"m\"月\"d\"日\"", "2022年3月31日"), 2022, 3, 31)))
s.row(UP, UP, "压缩对账环节", "流程图", UP, UP, mon("2022年5月", 2022, 5))
s.row(2, "老旧车间消防不达标", "增设喷淋", "验收报告", u("安全部"), None, nt(mon(Num(44866, "yyyy\"年\"m\"月\"", "2022年11月"), 2022, 11)))
s.row(UP, UP, "清理疏散通道", None, u("生产部"), u("安全部和工会", ["安全部", "工会"]), now("立行立改"))
s.row(3, "海外项目签证慢", "签证专员", "台账", u("国际部"), u("人力资源部"), nlim("6月底前", None, 6))
s.hidden_rows = {6}; s.hidden_cols = {1}
add("22-two-level.xls", "Binary xls with a two-row header, an empty hidden column in front, merged identity cells, a hidden row.", xls([s]), [s])

# 23 .xls that is an HTML table
s = Sheet(None, title="不动产登记历史遗留问题化解清单", year=2022)
s.line("2022年不动产登记历史遗留问题化解清单", 5); s.meta["title"] = "2022年不动产登记历史遗留问题化解清单"
s.head(("序号", "no"), ("遗留问题", "?"), ("化解措施", "measure"), ("责任单位", "lead"), ("化解时限", "due"))
s.fields[1] = "problem"
s.row(1, "金桥花园\n开发商灭失", "街道代为申请", u("新华街道"), lim("2022年9月底前", 2022, 9))
s.row(2, "锦园小区未综合验收", m("1.消防补验<br>".replace("<br>", "\n") + "2.规划核实", ["消防补验", "规划核实"]), u("市住建局、市自然资源局"), day("2022-12-20", 2022, 12, 20))
s.row(3, "军队自建房手续缺失", "军地联席会议", u("市退役军人局"), ever("长期坚持"))
s.row(UP, UP, "先行登记", u("市自然资源局"), nday("11月30日", 2022, 11, 30))
page = '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>br{mso-data-placement:same-cell;} td{border:1px solid}</style></head><body>' + table_html(s, td=" style='mso-number-format:\"\\@\"'") + "</body></html>"
add("23-really-html.xls", "An export named xls that is an HTML table with rowspan and br.", page, [s])

# 24 .xls that is tab text in GB18030
s = Sheet(None, title=None, year=None)
s.head(("序号", "no"), ("问题描述", "problem"), ("整改措施", "measure"), ("责任部门", "lead"), ("责任人", "owner"), ("整改期限", "due"), ("备注", "note"))
for i, (p, a, l, q) in enumerate(bank.FIRM[:9], 1):
    s.row(i, p, a, u(l), who(["赵钢", "钱伟", "孙丽娟"][i % 3], [["赵钢", "钱伟", "孙丽娟"][i % 3]]), day("2021-%02d-15" % (i + 2), 2021, i + 2, 15), "转下月" if i == 4 else None)
add("24-really-tabs.xls", "An export named xls that is tab-separated text in GB18030, without title.", csvtext(s, "\t").encode("gb18030"), [s])

# 25 xls book: cover plus two sheets
cv = Sheet("目录", is_ledger=False); cv.raw("目录"); cv.raw(1, "后勤类"); cv.raw(2, "教学类")
a = Sheet("后勤类", title=None, year=None)
a.head(("编号", "no"), ("师生反映问题", "problem"), ("解决办法", "measure"), ("承办单位", "lead"), ("办理情况", "progress"))
for r in [("HQ-01", "浴室水温忽冷忽热", "更换恒温阀", "后勤保障部", "已更换"), ("HQ-02", "三食堂油腻", "更换排油烟机", "饮食中心", "招标"), ("HQ-03", "路灯过早熄灭", "改为光控", "能源中心", "完成")]: a.row(r[0], r[1], r[2], u(r[3]), r[4])
b = Sheet("教学类", title="教学类问题一览", year=None)
b.line("教学类问题一览", 5)
b.head(("问题", "problem"), ("序号", "no"), ("办理情况", "progress"), ("承办单位", "lead"), ("解决办法", "measure"))
for r in [("助教不足", 1, None, "研究生院", "增设助教岗位"), ("选课系统崩溃", 2, "扩容完成", "网信中心、教务处", "云上扩容"), ("考场通知太晚", 3, "已执行", "教务处", "提前两周公布")]: b.row(r[0], r[1], r[2], u(r[3]), r[4])
add("25-book-two-orders.xls", "Binary book with a table of contents and two ledgers of the same columns in different order; letter numbers such as HQ-01.", xls([cv, a, b]), [cv, a, b])

# 26 GB18030 csv
s = Sheet(None, title="退役军人服务保障难题清单", reporting_unit="双塔区退役军人事务局", reported_at="2023年6月12日", year=2023)
s.raw("退役军人服务保障难题清单"); s.raw("填报单位：双塔区退役军人事务局", None, None, "填报时间：2023年6月12日")
s.head(("序号", "no"), ("难题", "problem"), ("举措", "measure"), ("牵头单位", "lead"), ("配合单位", "partner"), ("完成时限", "due"))
s.row("1", "自主就业安置岗位少", "开发公益岗30个", u("区退役军人局"), u("区人社局、区国资委"), nlim("9月底前", 2023, 9))
s.row("2", "优抚对象㐂庆坊片区走访难", "网格结对", u("双塔街道"), None, ever("长期坚持"))
s.row("3", "烈士墓分散", "集中迁葬", u("区退役军人局"), u("区民政局、区自然资源局、各街道"), day("2023/10/20", 2023, 10, 20))
s.row("4", "创业贷款额度低", "提高贴息额度", u("区财政局"), u("区金融办"), nday("8月1日前", 2023, 8, 1))
s.row("5", "退役军人服务站无编制", "调剂事业编制", u("区委编办"), u("区退役军人局等", ["区退役军人局"], ["等"]), D("2023年底前", date="2023-12-31", date_from=None, kind="date"))
s.foot("审核人：杨柳", None, None, "填表人：梁静")
add("26-gb18030.csv", "GB18030 csv with a title line of one cell, a character outside GBK's common part, signatures at the end.", csvtext(s).encode("gb18030"), [s])

# 27 csv with BOM, quotes, line breaks in cells, ragged rows
s = Sheet(None, title="“放管服”改革堵点台账", year=2022, reported_at="2022年11月", reporting_unit=None)
s.raw("“放管服”改革堵点台账"); s.raw("填报单位：", "", "", "填报时间：2022年11月")
s.head(("序号", "no"), ("问题", "problem"), ("主要举措", "measure"), ("责任单位", "lead"), ("完成时限", "due"), ("进展情况", "progress"), ("备注", "note"))
s.row("1", "证明事项多,群众\"来回跑\"", "取消证明,改为承诺", u("市司法局,市审批局", ["市司法局", "市审批局"]), mon("2022年12月", 2022, 12), "已取消37项", None)
s.row("2", "企业注销难", m("1.开通一网服务\n2.压缩公告期", ["开通一网服务", "压缩公告期"]), u("市市场监管局\n市税务局", ["市市场监管局", "市税务局"]), nlim("12月底前", 2022, 12), None, None)
s.row("3", "电子证照\n不互认", "归集证照120类", u("市大数据局"), ever("持续推进"), "=归集98类", None)
s.row("4", "中介服务收费乱", "中介超市", u("市审批局"), None, None, None)
s.row("5", "项目审批前期慢", "并联审批", u("市发改委、市自然资源局"), day("2022.12.15", 2022, 12, 15), "45天", "约减少30天")
s.foot("注：数据由各责任单位提供")
add("27-bom-quotes-ragged.csv", "UTF-8 csv with BOM, quoted commas, quotes and line breaks, ragged rows, a text that begins with =.", b"\xef\xbb\xbf" + csvtext(s, ragged=True).encode(), [s])

# 28 UTF-16 tsv
s = Sheet(None, title=None, year=None)
s.head(("序号", "no"), ("牵头支部", "lead"), ("结对支部", "partner"), ("活动时间", "paired_on"), ("活动主题", "theme"), ("解决难题", "problem"), ("工作成效", "outcome"))
s.row("1", u("护理第一党支部"), u("社区卫生服务中心党支部"), day("2023-03-15", 2023, 3, 15), "健康下社区", "慢病随访不及时", "建档312人")
s.row("2", u("检验科党支部"), u("疾控中心检验党支部、医学院第二党支部"), mon("2023年5月", 2023, 5), "质控互学", "室间质评不合格", None)
s.row("3", u("行政第一党支部、第三党支部", ["行政第一党支部", "行政第三党支部"]), u("交警三大队党支部"), D("5月以来", date=None, precision="since"), "畅通就医路", "院门口拥堵", "高峰缩短15分钟")
s.row("4", u("药学党支部"), u("医保局机关党支部"), rng("2023年6—8月", 2023, 6, 1, 8, 31), "双通道", "国谈药买不到", "落地药品28种")
add("28-utf16.tsv", "UTF-16 little endian with BOM, tabs; pairing ledger without measures; a shared head.", csvtext(s, "\t").encode("utf-16-le").join([b"\xff\xfe", b""]), [s])

# 29 semicolon csv
s = Sheet(None, title=None, year=None)
s.head(("No.", "no"), ("存在问题", "problem"), ("整改措施", "measure"), ("责任单位", "lead"), ("负责人", "owner"), ("截止时间", "due"))
for i, (p, a, l, q) in enumerate(bank.CAMPUS[3:11], 1): s.row(str(i), p, a, u(l), who("苏明、叶青" if i % 2 else "叶青", ["苏明", "叶青"] if i % 2 else ["叶青"]), day("2024-%d-%d" % (i, i + 10), 2024, i, i + 10))
add("29-semicolon.csv", "Semicolon-separated UTF-8 without BOM, LF line ends, heading No.", csvtext(s, ";", "\n"), [s])

# 30 csv with empty cells below
s = Sheet(None, title=None, year=None)
s.head(("序号", "no"), ("难题", "problem"), ("举措", "measure"), ("牵头单位", "lead"), ("配合单位", "partner"), ("完成时限", "due"), ("责任人", "owner"))
s.row("1", "博士后公寓不足", "租赁校外公寓", u("人力资源部"), u("国资处、后勤保障部"), day("2022-08-31", 2022, 8, 31), who("方圆", ["方圆"]))
s.row(FD, FD, "发放租金补贴", FD, FD, day("2022-09-30", 2022, 9, 30), None)
s.row(FD, FD, "新建二期", FD, FD, vague("待定"), None)
s.row("2", "国际生证件办理慢", "集中代办", u("国际教育学院"), u("保卫处"), now("立行立改"), who("韩雪", ["韩雪"]))
s.row(FD, FD, "驻校办证点", u("保卫处"), u("国际处"), lim("2022年10月底前", 2022, 10), who("丁一鸣", ["丁一鸣"]))
s.row("3", "会议室重复建设", "预约共享", u("党政办"), None, rec("每学期"), None)
add("30-csv-filled-down.csv", "UTF-8 csv exported from merged cells: number, problem and units are empty below the first row.", csvtext(s), [s])

# 31 pasted text
s = Sheet(None, title=None, year=None)
s.head(("序号", "no"), ("难题", "problem"), ("措施", "measure"), ("牵头单位", "lead"), ("完成时限", "due"))
for i, (p, a, l, q) in enumerate(bank.DISTRICT[5:12], 1): s.row(str(i), p, m('1.%s\n2.每周通报' % a, [a, "每周通报"]) if i == 3 else a, u(l), lim("2023年%d月底前" % (i + 4), 2023, i + 4))
add("31-pasted.txt", "Text copied from a spreadsheet: tabs, one quoted cell of two numbered lines, no title.", csvtext(s, "\t", "\r\n"), [s])

# 32 docx
s = Sheet(None, title="某学院党支部结对共建解难题台账", reporting_unit="机械学院党委", reported_at="2022年10月8日", year=2022)
s.head2(["序号", "结对支部", LEFT, "难题", "举措", "完成时限"], [UP, "牵头党支部", "共建党支部", UP, UP, UP],
        ["序号", "结对支部/牵头党支部", "结对支部/共建党支部", "难题", "举措", "完成时限"], ["no", "lead", "partner", "problem", "measure", "due"])
s.row(1, u("机械学院教工第一党支部"), u("教务处党支部、实验室处党支部"), "工程训练设备陈旧", "申请更新经费", lim("2022年11月底前", 2022, 11))
s.row(UP, UP, UP, UP, "与企业共建工位", ever("长期坚持"))
s.row(2, u("博士生党支部"), u("图书馆第一党支部\n就创中心党支部", ["图书馆第一党支部", "就创中心党支部"]), "外文数据库续订", m("①提交续订需求\n②开展培训3场", ["提交续订需求", "开展培训3场"]), nday("12月1日", 2022, 12, 1))
s.row(3, u("本科生第二党支部"), None, "晨读参与率低", "书院联动打卡", vague("学期末"))
s.footline("注：本表由支部书记审签。", 6)
add("32-word-table.docx", "A Word table with gridSpan, vMerge and split runs below a title and a filler paragraph.", docx(["某学院党支部结对共建解难题台账", "填报单位：机械学院党委    填报时间：2022年10月8日", s, "附件：佐证材料"]), [s])

# 33 docx with two tables, first one is a contact list
k = Sheet(None, is_ledger=False)
k.raw("姓名", "单位", "职务", "手机", "房间号")
for r in [("何川", "市住建局", "副局长", "13900000001", "1208"), ("秦岚", "市财政局", "科长", "13900000002", "1210"), ("雷鸣", "城投集团", "部长", "13900000003", "1212")]: k.raw(*r)
s = Sheet(None, year=NJ, title=NJ, reporting_unit=None, reported_at=None)
s.head(("序号", "no"), ("需协调问题", "problem"), ("解决措施", "measure"), ("牵头单位", "lead"), ("配合单位", "partner"), ("完成时限", "due"))
s.row("1", "轨道三号线管线迁改", "建立联席调度", u("市住建局"), u("市财政局、城投集团"), day("2024年5月20日", 2024, 5, 20))
s.row("2", "征迁资金缺口", "发行专项债", u("市财政局"), u("城投集团"), rng("2024年5月至7月", 2024, 5, 1, 7, 31))
s.row("3", "施工围挡占道", "分段倒边施工", u("城投集团"), u("市公安局交警支队"), now("即知即改"))
add("33-word-two-tables.docx", "A Word file with a contact list first and the ledger second; line breaks as w:br.", docx(["专题会议材料", "一、联系人名单", k, "二、问题清单", s, ""], brk=True), [k, s])

# 34 html page with layout, two tables
a = Sheet(None, title=NJ, year=NJ, reporting_unit=NJ, reported_at=NJ)
a.head2(["序号", "问题", "整改责任", LEFT, "整改措施", "整改时限"], [UP, UP, "责任单位", "责任人", UP, UP], ["序号", "问题", "整改责任/责任单位", "整改责任/责任人", "整改措施", "整改时限"], ["no", "problem", "lead", "owner", "measure", "due"])
a.row("1", "采砂船非法停靠", u("县水利局"), who("薛冰", ["薛冰"]), "拖离并拆解", day("2021年9月30日", 2021, 9, 30))
a.row(UP, UP, UP, UP, "设置电子围栏", lim("2021年12月底前", 2021, 12))
a.row("2", "矿山复绿进度慢", u("县自然资源局、县林业局"), who("谭勇、白鹭", ["谭勇", "白鹭"]), "春季补植", D("2022年一季度", date="2022-03-31", date_from="2022-01-01", precision="quarter", kind="date"))
a.row("3", "污水直排", u("城关镇"), None, m("一是封堵排口\n二是接管入网", ["封堵排口", "接管入网"]), now("立行立改"))
b = Sheet(None, is_ledger=False)
b.raw("上一篇", "下一篇"); b.raw("关于召开会议的通知", "公示名单")
page = "<!DOCTYPE html>\n<html lang=zh><head><meta charset=utf-8><title>整改情况公开-某县人民政府</title><script>var t='<table><tr><td>序号</td></tr></table>';</script><style>.x{color:red}</style></head><body><div class=nav><ul><li>首页<li>政务公开</ul></div><h1>生态环境保护督察整改清单</h1><p>发布时间：2021-08-15&nbsp;&nbsp;来源：县环委办</p>\n" + table_html(a, th=2).replace("县水利局", "<p><span>县水利局</span></p>").replace("电子围栏", "电子&#22260;栏") + "\n<!-- <table><tr><td>注释里的表</td></tr></table> -->\n" + table_html(b) + "<div>版权所有</div></body></html>"
add("34-saved-page.html", "A saved web page: rowspan, colspan, th cells, entities, a table in a script and in a comment, a second table that is navigation.", page, [a, b])

# 35 html in gb2312, three-measure rows
s = Sheet(None, title=NJ, year=NJ, reporting_unit=NJ, reported_at=NJ)
s.head(("编号", "no"), ("难点问题", "problem"), ("工作措施", "measure"), ("主办单位", "lead"), ("协办单位", "partner"), ("完成时间", "due"))
for i, (p, a_, l, q) in enumerate(bank.FIRM[10:18], 1): s.row(str(i), p, a_, u(l), u(q) if q else None, mon("2020年%d月" % (i + 3), 2020, i + 3))
add("35-gbk-page.html", "A page in gb2312 with the charset only in meta; empty cells as nbsp.", ('<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>' + table_html(s).replace("<td></td>", "<td>&nbsp;</td>") + "</body></html>").encode("gb18030"), [s])

# 36 pasted text with leading blank lines and title
s = Sheet(None, title="数字化改革痛点清单", year=None)
s.blank(2); s.raw("数字化改革痛点清单"); s.blank()
s.head(("序号", "no"), ("痛点问题", "problem"), ("对策措施", "measure"), ("责任处室", "lead"), ("时间节点", "due"))
s.row("1", "系统多头登录", "统一身份认证", u("信息处"), nlim("6月底前", None, 6))
s.row("2", "数据口径不一致", "发布指标字典", u("统计处、信息处"), D("上半年", date=None, date_if_year=None, precision="half_year", kind="date"))
s.row("3", "移动端功能缺失", "上线小程序", u("信息处"), nday("9月15日", None, 9, 15))
s.row("4", "纸质档案查阅难", "扫描入库8万卷", u("办公室"), C("两年内", date=NJ))
add("36-pasted-blank-top.tsv", "Tab text with blank lines and a title on top; deadlines without any known year.", csvtext(s, "\t", "\n", ragged=True), [s])

# 37-44 no ledger
def no(name, file, about, rows, ext="xlsx", merge_first=True):
    s = Sheet(name, is_ledger=False)
    for i, r in enumerate(rows):
        if i == 0 and merge_first: s.line(r[0], max(len(x) for x in rows))
        else: s.raw(*r)
    add(file, about, xlsx([s]) if ext == "xlsx" else xls([s]) if ext == "xls" else docx([s]) if ext == "docx" else csvtext(s), [s])
    if ext in ("docx", "csv"): s.name = None
names = "王磊 李娜 张强 刘敏 陈晨 杨帆 赵雷 黄莺 周舟 吴桐 徐来 孙悦".split()
no("签到", "37-attendance.xlsx", "An attendance list with 序号, 单位, 姓名, 时间, 备注: no ledger.", [["结对共建推进会签到表"], ["时间：2022年9月1日", None, "地点：主楼301"], ["序号", "单位", "姓名", "职务", "签到时间", "备注"]] + [[i, ["教务处", "学工部", "财务处"][i % 3], n_, "科长", "14:%02d" % i, None] for i, n_ in enumerate(names, 1)])
no("预算", "38-budget.xlsx", "A budget with items, unit prices, sums, responsible unit and a note: no ledger.", [["2023年支部活动经费预算表"], ["序号", "项目", "单价（元）", "数量", "金额（元）", "经费来源", "备注"]] + [[i, p, a, q, Fx("C%d*D%d" % (i + 2, i + 2), a * q), "党费", None] for i, (p, a, q) in enumerate([("场地费", 800, 2), ("资料印刷", 15, 120), ("讲解费", 300, 3), ("交通费", 1200, 2), ("展板", 260, 8)], 1)] + [["合计", None, None, None, Fx("SUM(E3:E7)", 1600 + 1800 + 900 + 2400 + 2080)]])
no("日程", "39-schedule.xls", "A meeting schedule with 时间, 议题, 主持人, 责任单位: no ledger.", [["党建工作研讨会日程"], ["时间", "议题", "汇报单位", "主持人", "地点"], ["8:30-9:00", "报到", None, None, "大厅"], ["9:00-9:20", "书记致辞", "党委", "张三丰", "报告厅"], ["9:20-10:00", "结对共建经验交流", "财务处党支部", "李四光", "报告厅"], ["10:00-11:00", "分组讨论", "各支部", None, "201-206"], ["11:00", "离会", None, None, None]], "xls")
no("通讯录", "40-contacts.csv", "A contact list as csv: no ledger.", [["单位", "联系人", "办公电话", "手机", "电子邮箱", "备注"]] + [["%s党支部" % k_, n_, "826680%02d" % i, "1390000%04d" % i, "u%d@example.edu.cn" % i, None] for i, (k_, n_) in enumerate(zip(["财务处", "教务处", "学工部", "保卫处", "图书馆", "校医院"], names), 1)], "csv", merge_first=False)
no("成绩", "41-grades.xlsx", "Grades of a class: no ledger.", [["高等数学（上）成绩登记表"], ["序号", "学号", "姓名", "平时", "期中", "期末", "总评", "备注"]] + [[i, "21%05d" % (i * 7), n_, 80 + i % 15, 70 + i, 65 + i * 2, 70 + i, "缓考" if i == 4 else None] for i, n_ in enumerate(names, 1)])
e1 = Sheet("Sheet1", is_ledger=False); add("42-empty.xlsx", "A book whose only sheet is empty.", xlsx([e1]), [e1])
e2 = Sheet("说明", is_ledger=False); e2.raw("见图表页"); e3 = Sheet("进度图", is_ledger=False)
add("43-chart-only.xlsx", "One sheet with a pointer and a chart sheet.", xlsx([e2], charts=["进度图"]), [e2, e3])
s = Sheet("公函", is_ledger=False)
for t in ["关于商请支持解决附属小学学位难题的函", None, "区教育局：", "    近年来我校青年教师子女入学需求增长，存在问题主要是学位不足。为解决难题，拟采取以下举措：", "    一、牵头单位由我校附小承担，配合单位为贵局基教科；", "    二、责任人为附小校长，完成时限为2023年8月底前；", "    三、备注事项另行商定。", "    妥否，请函复。", None, "某某大学", "2023年4月12日"]: s.line(t, 8) if t else s.blank()
add("44-letter-in-cells.xlsx", "A letter typed into merged cells that uses all the heading words in sentences.", xlsx([s]), [s])
