"""Sheets 45 and up: nasty in combination, as the worst real files are."""
from lib import *
from writers import *
import bank
OUT = []
def add(name, about, data, sheets): OUT.append((name, about, data, sheets))
def nt(c): c.t["date"].pop("text", None); return c

# 45
s = Sheet("附件1（最终版）改", off=1, title="高新区主题教育检视问题整改整治台账", reporting_unit="高新区管委会", reported_at="2023年7月31日", year=2023)
s.drop = {"theme", "class", "title"}
s.raw("附件1"); s.line(Rich("高新区主题教育", "检视问题", "整改整治台账"), 9)
s.raw("填报单位：", "高新区管委会", None, None, None, None, "填报时间：", "2023年7月31日", None)
top = ["序\n号", "问 题 清 单", LEFT, "整 改\n措 施", "责 任 分 工", LEFT, LEFT, "整改\n时限", "是否\n销号"]
s.head2(top, [UP, "问题", "来源", UP, "牵头\n领导", "牵头\n单位", "配合\n单位", UP, UP],
        ["序号", "问题清单/问题", "问题清单/来源", "整改措施", "责任分工/牵头领导", "责任分工/牵头单位", "责任分工/配合单位", "整改时限", "是否销号"],
        ["no", "problem", None, "measure", "owner_leader", "lead", "partner", "due", "closed"])
s.line("（一）理论学习方面", 9)
s.row("１", "中心组学习研讨发言质量不高", "调研", m("1.发言稿提前审核\n2.每次确定2名重点发言人", ["发言稿提前审核", "每次确定2名重点发言人"]), who("周立明", ["周立明"]), u("党群工作部"), u("各部门", ["各部门"]), ever("长期坚持"), "√")
s.blank()
s.line("（二）担当作为方面", 9)
s.row("２", "企业诉求“一转了之”", "座谈", m("①建立首接负责制②超期自动升级", ["建立首接负责制", "超期自动升级"]), who("韩东", ["韩东"]), u("营商环境局"), u("科技局、金融局等", ["科技局", "金融局"], ["等"]), lim("2023年9月底前", 2023, 9), "×")
s.row("３", "闲置土地盘活慢", "审计", "“一地一策”清单化推进", who("韩东", ["韩东"]), u("自然资源局会同有关部门", ["自然资源局"], ["会同有关部门"]), None, n("年底前", 2023, 12, 31, date_from=None), None)
s.raw("小计", "2个"); s.again()
s.line("（三）服务群众方面", 9)
s.row("４", "安置房\n办证难", "信访", "容缺受理", who("周立明", ["周立明"]), u("住建局\n自然资源局", ["住建局", "自然资源局"]), u("税务局；司法局", ["税务局", "司法局"]), day("２０２３年８月２０日", 2023, 8, 20), "否")
s.row(UP, UP, UP, "集中办证周", UP, UP, UP, now("立行立改"), "是")
s.foot("合计", "4个"); s.footline("注：1.来源填调研、座谈、信访、审计等。", 9); s.footline("2.销号须经牵头领导审签。", 9)
s.foot(None, "审核：", None, None, "填表：高洁")
add("45-worst-inspection.xlsx", "Empty column in front, filler over single cells, two-row broken headings repeated after a page, sections, full-width digits, subtotals, notes in several lines.", xlsx([s]), [s])

# 46 doubled and missing headings
s = Sheet("8月", title="8月份问题清单", year=None)
s.line("8月份问题清单", 9)
s.head(("序号", "no"), ("存在问题", "problem"), ("备注", "?"), ("整改措施", "measure"), ("责任单位", "lead"), (" ", None), ("进展", "progress"), ("完成时限", "due"), ("备注", "?"))
s.names[2], s.names[8], s.names[5] = "备注", "备注#2", "列F"
s.row(1, "雨污混流", "沿河段", "分流改造12公里", u("水务集团"), "甲", "完成8公里", mon("2022年12月", 2022, 12), "需追加资金")
s.row(2, "井盖松动", None, "更换防沉降井盖", u("市政公司"), None, "完成", now("立行立改"), None)
s.row(3, "泵站无人值守", None, "远程控制", u("水务集团、供电公司"), "乙", None, day("2022-10-8", 2022, 10, 8), None)
s.row(4, "管网底数不清", "老城区", "管网普查", u("市政公司"), None, "外业结束", D("2022年底前", date="2022-12-31", date_from=None, kind="date"), None)
add("46-doubled-headings.xlsx", "The heading 备注 twice, a column without heading that has content.", xlsx([s]), [s])

# 47 everything shifted, number last
s = Sheet("Sheet1 (3)", off=3, title="供热保障突出问题整改表", reporting_unit="热力总公司", reported_at="2021年10月20日", year=2021)
s.blank(2); s.line("供热保障突出问题整改表", 8); s.line("填报时间：2021年10月20日　　　　填报单位（公章）：热力总公司", 8); s.blank()
s.head(("备注（需说明事项）", "note"), ("完成\n时限", "due"), ("配 合 单 位", "partner"), ("责任人及电话", "?"), ("牵 头 单 位", "lead"), ("具 体\n举 措", "measure"), ("突出问题\n（一句话）", "problem"), ("序号", "no"))
s.row(None, day("2021.10.31", 2021, 10, 31), u("区住建局"), "严冬 13700000001", u("热力总公司"), "提前打压试水", "末端不热", 1)
s.row("居民反映强烈", nday("11月10日前", 2021, 11, 10), u("街道办、物业公司"), "严冬 13700000001", UP, m("1、入户测温\n2、更换散热器\n3、退费公示", ["入户测温", "更换散热器", "退费公示"]), UP, UP)
s.row(None, vague("供暖季前"), None, "霍然", u("设备厂"), "锅炉大修", "锅炉老化", 2)
s.row(None, D("2021年四季度", date="2021-12-31", date_from="2021-10-01", precision="quarter", kind="date"), u("发改委、财政局"), "霍然", UP, "热源替代论证", "气源紧张", 3)
s.foot(None, None, None, None, None, "制表：热力总公司生产技术部")
add("47-reversed-shifted.xlsx", "Three empty columns, columns in reversed order, a lead merged across problems, filler after blank rows.", xlsx([s]), [s])

# 48 misaligned merges
s = Sheet("对账销号", title="校地合作难题对账销号表", reporting_unit=NJ, reported_at=NJ, year=2024)
s.line("2024年校地合作难题对账销号表", 9); s.meta["title"] = "2024年校地合作难题对账销号表"
s.head(("序号", "no"), ("类别", "class"), ("难题", "problem"), ("举措", "measure"), ("牵头单位", "lead"), ("配合单位", "partner"), ("责任人", "owner"), ("完成时限", "due"), ("取得成效", "outcome"))
s.row(1, "人才", "县中高考备考资源少", "派驻学科导师12名", u("基础教育处"), u("县教育局"), who("石岩", ["石岩"]), mon("2024年3月", 2024, 3), "一本率提高4个百分点")
s.row(UP, UP, UP, "共享网络课程", u("网信中心"), UP, who("石岩、苗青", ["石岩", "苗青"]), rec("每学期"), None)
s.row(2, UP, "医院无检验医师", "规范化培训", UP, u("第一附属医院、县医院"), UP, day("2024年9月1日", 2024, 9, 1), "培训6人")
s.row(3, "产业", "猕猴桃贮藏损耗大", "气调库示范", u("食品学院"), UP, who("苗 青", NJ), lim("2024年10月底前", 2024, 10), None)
s.row(UP, UP, UP, m("（1）选育耐贮品种（2）制定采收标准", ["选育耐贮品种", "制定采收标准"]), UP, u("县农业农村局；合作社", ["县农业农村局", "合作社"]), UP, D("到2026年", date="2026-12-31", precision="year", kind="date"), None)
s.row(4, UP, "苹果品牌弱", "电商直播基地", u("管理学院、新媒体学院"), None, None, D("2024年上半年", date="2024-06-30", date_from="2024-01-01", precision="half_year", kind="date"), "销售额120万元")
s.footline("负责人（签字）：                      2024年1月8日", 9)
add("48-misaligned-merges.xlsx", "Merged areas of class, unit and partner that do not follow the merged areas of the problems.", xlsx([s]), [s])

# 49 long xls, header repeated every ten rows
s = Sheet("台账打印版", title="信访积案化解台账", reporting_unit="区联席办", reported_at="2022年5月", year=2022)
s.drop = {"theme", "class", "title"}
s.line("信访积案化解台账", 8); s.line("填报单位：区联席办　　　填报时间：2022年5月", 8)
s.head2(["序号", "积案问题", "化解措施", "责任单位", LEFT, "包案领导", "化解时限", "进展情况"], [UP, UP, UP, "牵头单位", "配合单位", UP, UP, UP],
        ["序号", "积案问题", "化解措施", "责任单位/牵头单位", "责任单位/配合单位", "包案领导", "化解时限", "进展情况"], ["no", "problem", "measure", "lead", "partner", "owner_leader", "due", "progress"])
heads = ["一、城建类", "二、民生类", "三、涉法涉诉类"]; leaders = ["段世杰", "邹凯", "毛宁"]
for i, (p, a, l, q) in enumerate(bank.DISTRICT[:30], 1):
    if i % 10 == 1:
        if i > 1: s.raw("小计", "10件"); s.again()
        s.line(heads[i // 10], 8)
    mo = 5 + i % 7
    c = [lim("2022年%d月底前" % mo, 2022, mo), nt(day(Num([44712, 44742, 44773, 44804, 44834, 44865, 44895][mo - 5], "yyyy/m/d", ""), 2022, mo, [31, 30, 31, 31, 30, 31, 30][mo - 5])), ever("持续推进"), now("立行立改"), nday("%d月15日" % mo, 2022, mo, 15)][i % 5]
    s.row(i, p, a, u(l), u(q) if q else None, who(leaders[i // 10 % 3], [leaders[i // 10 % 3]]), c, [None, "已化解", "推进中"][i % 3])
s.foot("总计", "30件"); s.foot("填表人：", None, None, "审核人：")
add("49-long-printed.xls", "Thirty rows in a binary xls with sections, subtotals and a two-row header repeated every ten rows, mixed text and date cells.", xls([s]), [s])
# the last group ends with 总计 directly; subtotals stand only between groups

# 50 docx, nasty
s = Sheet(None, title="文旅系统堵点难点台账", reporting_unit="市文旅局", reported_at="2023年4月", year=2023)
s.drop = {"theme", "class", "title"}
s.head(("序号", "no"), ("堵点难点", "problem"), ("工作举措", "measure"), ("责任单位", "lead"), ("时限\n要求", "due"), ("进展\n情况", "progress"))
s.line("景区管理", 6)
s.row("1.", "节假日预约难", m("1.放开实名分时预约\n2.保留线下窗口\n3.外籍游客护照入园", ["放开实名分时预约", "保留线下窗口", "外籍游客护照入园"]), roles("牵头：市文旅局\n配合：市公安局、市外办", ["市文旅局"], ["市公安局", "市外办"]), nlim("4月底前", 2023, 4), "已实施")
s.row(UP, UP, "讲解员不足", UP, vague("暑期前"), "培训中")
s.recs[-1]["partner"], s.recs[-1]["partner_open"] = ["市公安局", "市外办"], []
s.line("公共文化", 6)
s.again()
s.row("2.", "村级文化室闲置", "“一室多用”", roles("各区县文旅局（牵头），市图书馆、市文化馆（配合）", ["各区县文旅局"], ["市图书馆", "市文化馆"]), ever("长期坚持"), None)
s.row("3.", "文物保护单位消防弱", "接入物联网", u("市文物局、市消防救援支队"), mon("2023年11月", 2023, 11), "完成60%")
s.foot("合计", "3项"); s.footline("说明：时限不明确的填报“长期坚持”。", 6)
add("50-word-worst.docx", "A Word table with section rows, a repeated header, vMerge, several paragraphs in a cell, roles inside unit cells, total and note.", docx(["附件2", "文旅系统堵点难点台账", "填报单位：市文旅局    填报时间：2023年4月", s]), [s])

# 51 html from an office suite
s = Sheet(None, title="人社窗口服务难题改进表", year=2022)
s.line("2022年人社窗口服务难题改进表", 7); s.meta["title"] = "2022年人社窗口服务难题改进表"; s.meta["reporting_unit"] = None
s.head2(["序号", "难题", "举措", "责任", LEFT, "时限", "销号"], [UP, UP, UP, "牵头科室", "配合科室", UP, UP], ["序号", "难题", "举措", "责任/牵头科室", "责任/配合科室", "时限", "销号"], ["no", "problem", "measure", "lead", "partner", "due", "?"])
s.row("1", "社保卡补办慢", "即时制卡", u("社保中心"), u("信息科"), day("2022/3/1", 2022, 3, 1), "√")
s.row(UP, UP, "银行网点代办", UP, u("合作银行"), lim("2022年5月底前", 2022, 5), "√")
s.row("2", "职称申报材料多", m("（一）数据共享（二）容缺受理", ["数据共享", "容缺受理"]), u("专技科、信息科"), None, rng("2022年6-9月", 2022, 6, 1, 9, 30), None)
s.row("3", "劳动仲裁排期长", "要素式办案", u("仲裁院"), UP, ever("常抓不懈"), None)
s.row("4", "灵活就业\n缴费不会操作", "拍摄短视频", u("社保中心\n宣传科", ["社保中心", "宣传科"]), u("税务局等相关单位", ["税务局"], ["等相关单位"]), D("2022年二季度", date="2022-06-30", date_from="2022-04-01", precision="quarter", kind="date"), "×")
s.foot("注：", "√为已销号，×为未销号")
h = table_html(s, br="<br/>\n   ", td=' class=xl65 x:str').replace("<td class=xl65 x:str></td>", "<td class=xl65><span style='mso-spacerun:yes'>&nbsp;</span></td>").replace("即时制卡", "<font class=\"font5\">即时</font><font>制卡</font>")
add("51-office-page.html", "Office-suite HTML: classes, font runs inside words, nbsp in empty cells, br with source line breaks, rowspans that do not align.", "\ufeff<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body>\n" + h + "\n</body></html>", [s])

# 52 GB18030 csv, nasty
s = Sheet(None, title="供销社改革堵点问题台帐", reporting_unit="县供销联社", reported_at="2022年3月", year=2022)
s.drop = {"theme", "class", "title"}
s.raw("供销社改革堵点问题台帐"); s.raw("填报单位：县供销联社", "", "填报人：卫青", "", "填报时间：2022年3月"); s.blank()
s.head(("序 号", "no"), ("堵点问题", "problem"), ("改革举措（逐条列出）", "measure"), ("责任单位", "lead"), ("完成时限", "due"), ("经费(万元)", None))
s.raw("一、体制类")
s.row("１", "基层社空壳化", m("1.清产核资\n2.吸纳农民社员", ["清产核资", "吸纳农民社员"]), u("县供销联社，各乡镇", ["县供销联社", "各乡镇"]), nlim("6月底前", 2022, 6), "12.5")
s.row("２", "社有资产被占用", "依法清收", u("县供销联社、县司法局、县国资中心"), D("2022年", date="2022-12-31", date_from="2022-01-01", precision="year", kind="date"), None)
s.raw("小计", "", "", "", "", "12.5")
s.raw("二、经营类")
s.row("３", "农资价格高", "集中配送", u("农资公司"), rec("每季度"), "3")
s.row("４", "冷链\"断链\"", "建产地冷库", u("县供销联社"), D("3-5月", date=None, date_if_year="2022-05-31", precision="range", kind="date"), "280")
s.row("５", "再生资源回收难", "分拣中心", u("再生公司等", ["再生公司"], ["等"]), D("2022年6月至2023年6月", date="2023-06-30", date_from="2022-06-01", precision="range", kind="date"), "1,200")
s.foot("合计", "", "", "", "", "1495.5"); s.foot("注：经费含上级补助。"); s.foot("主要负责人签字：", "", "", "联系电话：0000000")
add("52-gb18030-worst.csv", "GB18030 csv, ragged, with filler, sections, subtotal, quoted line breaks, a thousands comma in quotes and a footer.", csvtext(s, ragged=True).encode("gb18030"), [s])

# 53 the pairing ledger as the seed has it
s = Sheet("结对共建", title="“结对共建解难题”活动", year=None)
s.line("“结对共建解难题”活动", 6)
s.head(("牵头党支部", "lead"), ("共建党支部", "partner"), ("结对时间", "paired_on"), ("共建主题", "theme"), ("解决难题", "problem"), ("取得成效", "outcome"))
s.row(None, u("人力资源部党支部、研究生院党支部、科研院党支部"), C("今年3月", date=NJ), "大讨论", "团队建设“怎么建”问题", "获批创新团队13项")
s.row(u("财务处党支部"), u("纪委监察处、巡视办党支部、审计处党支部、后勤保障部等相关支部", NJ, NJ), nday("6月21日", None, 6, 21), "开源节流", None, None)
s.row(u("档案馆、博物馆党支部", ["档案馆、博物馆党支部"]), u("省委党史研究室宣传教育处党支部"), None, None, None, "形成合作清单")
s.row(u("钱学森学院党支部"), u("招生办支部、附中高中第三支部"), nmon("5月", None, 5), None, "少年班衔接", "增加师资7人、优化师资4人")
s.row(None, u("就创中心党支部、科教院党支部"), D("5月以来", date=None, precision="since"), None, "解决“科研助理”难题", None)
s.row(u("保卫处第一党支部、第二党支部", ["保卫处第一党支部", "保卫处第二党支部"]), u("新媒体学院—崇实书院师生联合党支部、小寨派出所等支部", NJ, NJ), None, None, None, "警民共建长效机制")
s.row(u("教务处党支部"), u("研究生院党支部、教育厅机关党支部等", ["研究生院党支部", "教育厅机关党支部"], ["等"]), D("5月13日起", date=None, precision="since"), None, None, None)
s.footline("共28个支部，21项结对共建解难题活动；聚焦25项问题，形成任务举措90余项，起草相关文件15项。注：“档案馆、博物馆党支部”为一个支部。", 6)
add("53-seed-like.xlsx", "A pairing ledger without numbers and measures, with missing leads, one branch whose name holds 、, and a summing-up sentence as footer.", xlsx([s]), [s])

# 54 oversight list of a county system
s = Sheet("督查事项", title="县政府重点督查事项一览表", year=2019, reported_at=NJ, reporting_unit=NJ)
s.line("县政府重点督查事项一览表（2019年11月）", 11); s.meta["title"] = "县政府重点督查事项一览表（2019年11月）"
s.head(("编号", "no"), ("类型", "?"), ("重大", "?"), ("问题", "problem"), ("主办单位", "lead"), ("协办单位", "partner"), ("交办时间", "?"), ("办理时限", "due"), ("紧急程度", None), ("反馈时间", "?"), ("办理情况", "progress"))
s.row("DC2019-01", "常务会", "是", "县医院迁建用地未落实", u("县自然资源局"), u("县卫健局、城关镇"), Num(43770, "yyyy-mm-dd", "2019-11-01"), nt(day(Num(43799, "yyyy-mm-dd", "2019-11-30"), 2019, 11, 30)), "特急", None, "已上报用地指标")
s.row("DC2019-02", "批示", None, "中小学校车超载", u("县公安局交管大队"), u("县教体局"), Num(43774, "yyyy-mm-dd", "2019-11-05"), nt(day(Num(43784, "yyyy-mm-dd", "2019-11-15"), 2019, 11, 15)), "急", None, "查处4起")
s.row("DC2019-03", "调研", None, "工业园区供水不足", u("县水利局、园区管委会"), None, Num(43776, "yyyy-mm-dd", "2019-11-07"), ever("长期坚持"), "平", None, None)
s.row("DC2019-04", "督办", None, "扶贫车间停产", u("县扶贫办"), u("县人社局及有关乡镇", ["县人社局"], NJ), Num(43780, "yyyy-mm-dd", "2019-11-11"), nday("12月20日前", 2019, 12, 20), "平", None, "复工2家")
s.recs[-1].pop("partner_open", None); s.recs[-1].pop("partner", None)
add("54-oversight-list.xlsx", "The columns of a county oversight system: codes as numbers, two foreign date columns beside the deadline.", xlsx([s]), [s])

# 55 several deadlines and units in one cell
s = Sheet("攻坚", title="化工厂搬迁攻坚任务表", year=2023, reporting_unit="搬迁指挥部", reported_at="2023年1月15日")
s.line("化工厂搬迁攻坚任务表", 7); s.raw("单位：万元", None, None, None, None, "填报时间：2023年1月15日"); s.raw("填报单位：搬迁指挥部")
s.head(("序号", "no"), ("关键难题", "problem"), ("攻坚措施", "measure"), ("责任单位", "lead"), ("责任领导", "owner_leader"), ("完成时限", "due"), ("概算", None))
s.row(1, "职工安置", m("1.内部转岗\n2.协商解除", ["内部转岗", "协商解除"]), u("人力资源部"), who("万钧", ["万钧"]), C("1.2023年3月底前\n2.2023年6月底前", date=NJ), 5600)
s.row(2, "土壤修复", m("一、场地调查\n二、编制方案\n三、工程实施", ["场地调查", "编制方案", "工程实施"]), u("环保部、设计院"), who("万钧、柏松", ["万钧", "柏松"]), rng("2023年2月至2024年12月", 2023, 2, 1, 12, 31, y2=2024), 12000)
s.row(3, "危化品清运", "委托有资质单位", u("安全部"), who("柏松", ["柏松"]), D("2023年2月28日前", date="2023-02-28", date_from=None, precision="day", kind="date"), Fx("120+35.5", 155.5))
s.row(4, "新厂区供电", "双回路专线", u("动力部、县供电公司"), who("万钧", ["万钧"]), D("2024年上半年", date="2024-06-30", date_from="2024-01-01", precision="half_year", kind="date"), 880)
s.row(5, "客户认证延续", "提前启动现场审核", u("质量部、营销部"), None, mon("23年8月", 2023, 8), None)
s.foot("合计", None, None, None, None, None, Fx("SUM(G5:G9)", 18635.5))
add("55-several-deadlines.xlsx", "Numbered deadlines beside numbered measures, a range over two years, a line 单位：万元 that is no reporting unit.", xlsx([s]), [s])

# 56 hidden, blank separators, signature in the middle of the width, sheet name with signs
s = Sheet("2022-Q3 & 销号", off=1, title="第三季度销号情况", year=2022, reported_at="2022年9月30日", reporting_unit="医学部")
s.raw(None, None, "第三季度销号情况"); s.raw("填报单位:医学部", None, None, None, "填报时间:2022年9月30日"); s.blank()
s.head(("NO.", "no"), ("难 题\n（问题）", "problem"), ("解决措施", "measure"), ("责任部门", "lead"), ("完成期限", "due"), ("销号情况", "closed"), ("销号时间", None), ("核验人", None))
for i, (p, a, l, q) in enumerate(bank.WARD[:6], 1):
    s.row(tx(float(i), str(i)), Rich(p[:2], p[2:]), a, u(l), [nlim("9月底前", 2022, 9), nday("8月31日", 2022, 8, 31), vague("已完成")][i % 3], ["已销号", "未销号", "√"][i % 3], None if i % 3 == 1 else "2022.9.%d" % (10 + i), "督查科" if i % 2 else None)
    s.blank()
s.hidden_rows = {6, 7}; s.hidden_cols = {9}
s.foot(None, None, "审核人：雷蕾", None, "制表人：安然")
add("56-blank-between.xlsx", "A blank row after every row, hidden rows and a hidden column, rich text problems, half-width colons in the filler line, title in one cell without merging.", xlsx([s]), [s])

# 57 blank rows inside, formula numbers, theme fill
s = Sheet("工会", title="职工关心关爱难题清单", reporting_unit="机务段工会", reported_at="2020年12月1日", year=2020)
s.line("职工关心关爱难题清单", 7); s.line("填报单位：机务段工会（盖章）      填报时间：2020年12月1日", 7); s.meta["reporting_unit"] = NJ
s.head(("主题方面", "theme"), ("序号", "no"), ("难题", "problem"), ("举措", "measure"), ("牵头部门", "lead"), ("时限", "due"), ("办理情况", "progress"))
s.row("生活", 1, "公寓热水", "更换电热水器", u("行政科"), nday("12月20日", 2020, 12, 20), "完成")
s.row(UP, 2, "夜班餐", "送餐到岗", u("行政科、多经中心"), ever("长期坚持"), tx(Num(1, "0%", "100%"), "100%"))
s.row(UP, 3, "子女托管", "寒暑假托管班", u("工会"), D("寒假前", date=None), "报名中")
s.row("工作", 4, "乘务员候班时间长", "优化交路", u("运用车间"), D("2021年一季度", date="2021-03-31", date_from="2021-01-01", precision="quarter", kind="date"), None)
s.row(UP, 5, "工具配备不足", m("⑴补充工具\n⑵以旧换新", ["补充工具", "以旧换新"]), u("材料科；技术科", ["材料科", "技术科"]), mon("2021年2月", 2021, 2), None)
s.row("健康", 6, "腰椎病多发", "引进理疗", u("卫生所"), D("2021年3月—10月", date="2021-10-31", date_from="2021-03-01", precision="range", kind="date"), None)
add("57-theme-merged.xlsx", "Theme column merged over several problems in front of the number; a deadline in the year after the report; ⑴ ⑵ numbers.", xlsx([s]), [s])

# 58 English-looking names, big sparse sheet
s = Sheet("data", off=5, title=None, year=None)
s.blank(8)
s.head(("序号", "no"), ("工作难题", "problem"), ("推进举措", "measure"), ("主责单位", "lead"), ("协同单位", "partner"), ("完成时限", "due"))
for i, (p, a, l, q) in enumerate(bank.CAMPUS[8:18], 1): s.row(i, p, a, u(l), u(q) if q else None, nt(day(Num(44561 + [31, 59, 90, 120, 151, 181, 212, 243, 273, 304][i - 1], "yyyy\"年\"m\"月\"d\"日\"", ""), 2022, i, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31][i - 1])))
s.blank(40); s.raw(*[None] * 30, " ")
s.hidden_cols = {1, 2}
add("58-far-corner.xlsx", "No title, five empty columns and eight empty rows in front, a lone blank string far away; date cells only.", xlsx([s], dimension=False), [s])

# 59 annual public list
s = Sheet("年度实事", title="2022年度为民办实事项目公示表", year=2022, reporting_unit=NJ, reported_at=NJ)
s.line("2022年度为民办实事项目公示表", 8)
s.head(("类别", "class"), ("突出问题", "problem"), ("工作举措", "measure"), ("责任单位", "lead"), ("分管领导", "owner_leader"), ("阶段完成情况", "?"), ("取得成效", "outcome"), ("监督电话", None))
s.row("教育", "课后服务质量不高", "引入校外师资", u("市教体局"), who("冷峰", ["冷峰"]), "完成80%", "覆盖学生2.1万人", "8220001")
s.row(UP, "学校食堂监管弱", "明厨亮灶全覆盖", u("市教体局、市市场监管局"), UP, "完成", "接入食堂96家", "8220001")
s.row("医疗", "乡镇卫生院无CT", m("1. 配置CT 6台；\n2. 远程诊断。", ["配置CT 6台；", "远程诊断。"]), u("市卫健局"), who("艾青", ["艾青"]), "到货4台", None, "8220002")
s.row("交通", "农村公路坑槽", "养护120公里", u("市交通局\n各镇（街道）", ["市交通局", "各镇（街道）"]), who("季风", ["季风"]), "完成70公里", None, "8220003")
add("59-public-list.xlsx", "Columns of a public year list without number column and without deadline, merged classes and leaders.", xlsx([s]), [s])

# 60 mixed book
n1 = Sheet("填表说明", is_ledger=False)
for t in ("填表说明", "1.序号：按顺序填写。", "2.难题：一句话描述。", "3.举措：分条填写。", "4.牵头单位：填写规范简称。", "5.完成时限：填写到日。"): n1.raw(t)
l1 = Sheet("学院A", title=None, reporting_unit="电信学部", reported_at="2022年10月", year=2022)
l1.raw("填报单位：电信学部", None, None, "填报时间：2022年10月")
l1.head(("序号", "no"), ("难题", "problem"), ("举措", "measure"), ("牵头单位", "lead"), ("完成时限", "due"))
for i, (p, a, l, q) in enumerate(bank.CAMPUS[:5], 1): l1.row(i, p, a, u(l), nlim("%d月底前" % (10 + i % 3), 2022, 10 + i % 3))
l2 = Sheet("学院B", title=None, reporting_unit="理学院", reported_at="2022年11月", year=2022)
l2.raw(None, "填报单位：理学院"); l2.raw(None, "填报时间：2022年11月")
l2.head(("难题", "problem"), ("牵头单位", "lead"), ("序号", "no"), ("完成时限", "due"), ("举措", "measure"))
for i, (p, a, l, q) in enumerate(bank.CAMPUS[12:17], 1): l2.row(p, u(l), i, day("2022年12月%d日" % (i * 3), 2022, 12, i * 3), a)
bl = Sheet("Sheet4", is_ledger=False)
em = Sheet("学院C", is_ledger=False)      # the form without data
em.raw("填报单位："); em.raw("序号", "难题", "举措", "牵头单位", "完成时限"); em.raw(1); em.raw(2); em.raw(3)
em.is_ledger = NJ
add("60-collected-book.xlsx", "A collected book: instructions, two ledgers with own units and dates, an empty sheet, a form that nobody filled in.", xlsx([n1, l1, l2, bl, em]), [n1, l1, l2, bl, em])
