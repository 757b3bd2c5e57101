"""Sheets 01 to 20: xlsx."""
from lib import *
from writers import xlsx
import bank
OUT = []
def add(name, about, data, sheets): OUT.append((name, about, data, sheets))

# 01 the typical university ledger
s = Sheet("台账", title="西安某大学结对共建解难题工作台账", reporting_unit="教务处", reported_at="2022年9月", year=2022)
s.line("西安某大学结对共建解难题工作台账", 8)
s.line("填报单位（盖章）：教务处      填报人：王磊     联系电话：82668001     填报时间：2022年9月", 8)
s.head(("序号", "no"), ("难题", "problem"), ("举措", "measure"), ("牵头单位", "lead"), ("配合单位", "partner"), ("责任人", "owner"), ("完成时限", "due"), ("备注", "note"))
s.row(1, "实验课排课冲突，学生选不上课", "统一排课平台，实验课与理论课一并编排", u("教务处"), u("实验室处、网信中心"), who("李建国", ["李建国"]), nlim("10月底前", 2022, 10), None)
s.row(UP, UP, "开放周末实验时段", UP, UP, UP, day("2022年11月15日", 2022, 11, 15), "已征求学院意见")
s.row(UP, UP, "修订《实验教学管理办法》", UP, u("实验室处"), who("赵敏、李建国", ["赵敏", "李建国"]), lim("2022年12月底前", 2022, 12), None)
s.row(2, "留学生缴费渠道不畅", "增设外币网上缴费入口", u("财务处"), u("国际教育学院"), who("周 涛", NJ), now("立行立改"), None)
s.row(3, "老校区自行车乱停乱放", "划定停放区", u("保卫处"), u("后勤保障部、学工部、团委"), who("孙海（82665555）", ["孙海"]), ever("长期坚持"), "每周巡查")
s.row(UP, UP, "清理无主车辆", UP, UP, who("孙海（82665555）", ["孙海"]), nday("9月30日", 2022, 9, 30), None)
s.foot("合计", "3项", None, None, None, None, None, None)
s.footline("注：1.难题按轻重缓急排序。2.完成时限请填写到月。", 8)
s.footline("负责人签字：              审核人：", 8)
add("01-campus-classic.xlsx", "Title, filler line, merged number, problem and unit cells over measure rows, total, note and signature at the end.", xlsx([s]), [s])

# 02 two-level header
s = Sheet("Sheet1", title="机关党支部结对共建情况汇总表（2022年度）", year=2022)
s.line("机关党支部结对共建情况汇总表（2022年度）", 9); s.blank()
s.head2(["序号", "结对情况", LEFT, LEFT, LEFT, "难题与举措", LEFT, "成效", LEFT],
        [UP, "牵头党支部", "共建党支部", "结对时间", "共建主题", "解决难题", "具体举措", "取得成效", "是否销号"],
        ["序号", "结对情况/牵头党支部", "结对情况/共建党支部", "结对情况/结对时间", "结对情况/共建主题", "难题与举措/解决难题", "难题与举措/具体举措", "成效/取得成效", "成效/是否销号"],
        ["no", "lead", "partner", "paired_on", "theme", "problem", "measure", "outcome", "closed"])
s.row(1, u("财务处党支部"), u("审计处党支部、实验室处党支部、网信中心党支部"), nday("6月21日", 2022, 6, 21), "开源节流、增收节支", "设备重复购置", "建立大型设备共享目录", "共享设备112台", "√")
s.row(UP, UP, UP, UP, UP, UP, "购置前查重", "否决重复采购6项", "√")
s.row(2, u("保卫处第一党支部、第二党支部", ["保卫处第一党支部", "保卫处第二党支部"]), u("碑林分局刑侦大队党支部、宗濂书院党支部"), D("2022年5月以来", date_from="2022-05-01", precision="since", kind="date"), "平安校园", "电信诈骗多发", "入驻书院开展反诈宣讲", "宣讲14场", "否")
s.row(3, u("学科办党支部"), u("人力资源部党支部、研究生院党支部"), rng("2022年3—4月", 2022, 3, 1, 4, 30), "人才调研月", "人才现状底数不清", "访谈在岗人才", "形成1个总报告、11个小组报告", "已完成")
s.row(4, u("图书馆第二党支部"), u("经金学院硕1154党支部"), None, "劳动教育", None, "组织学生上架劳动", None, None)
s.row(5, u("校友部党支部"), u("就创中心党支部、国家技术转移中心党支部"), mon("2022.4", 2022, 4), "校友招聘", "毕业生就业岗位不足", "举办校友企业双选会", "555家单位参会，提供职位数3000余个", "是")
s.footline("说明：结对时间按首次活动填写。", 9)
add("02-two-level-pairing.xlsx", "Two header rows with merged groups, a number column merged down over both, a shared head in a branch list, since and range dates.", xlsx([s]), [s])

# 03 header in row 12 behind a preface, two empty columns in front
s = Sheet("附件2", off=2, title="全区营商环境难点堵点问题清单", reporting_unit="莲湖区发展和改革委员会", reported_at="2023年3月20日", year=2023)
s.raw("附件2"); s.line("全区营商环境难点堵点问题清单", 7); s.blank()
for t in ("填表要求：", "一是坚持问题导向，如实填写。", "二是问题要具体，不得以“进一步加强”等表述代替。", "三是责任单位填写规范简称。", "四是每月25日前报送。"): s.line(t, 7)
s.blank()
s.raw("填报单位：莲湖区发展和改革委员会"); s.raw("填报时间：2023年3月20日")
s.head(("编号", "no"), ("需协调解决的问题", "problem"), ("拟采取的措施", "measure"), ("责任单位", "lead"), ("协办单位", "partner"), ("办结时限", "due"), ("目前进展", "progress"))
assert s.hrows == [12]
s.row(1, "企业开办刻章需跑两次", "公章刻制纳入一网通办", u("区行政审批局"), u("公安莲湖分局"), day("2023/4/30", 2023, 4, 30), "系统联调中")
s.row(2, "餐饮店门头招牌审批标准不一", "出台门头招牌设置导则", u("区城管局"), u("区市场监管局、各街道办"), lim("2023年6月底前", 2023, 6), "征求意见稿已印发")
s.blank()
s.row(3, "小微企业首贷难", "建立首贷户名单", u("区金融办"), u("区工信局"), rec("每季度"), "一季度走访62户")
s.row(4, "园区夜间公交班次少", "延长2条线路末班时间", u("区交通局"), None, D("2023年上半年", date="2023-06-30", date_from="2023-01-01", precision="half_year", kind="date"), None)
s.row(5, "水电气报装资料重复提交", "推行水电气联合报装", u("区住建局"), u("区行政审批局"), nday("5月1日前", 2023, 5, 1), "已并联受理11件")
s.blank(2)
s.foot(None, "审核人：刘芳", None, None, None, "联系电话：87654321")
add("03-preface-row12.xlsx", "Header in row 12 behind a preface with numbered sentences, two empty columns in front, blank rows inside and before the footer.", xlsx([s]), [s])

# 04 odd headings in an odd order
s = Sheet("责任清单", title=None, year=None)
s.head(("备 注", "note"), ("整改\n期限", "due"), ("责 任 科 室", "lead"), ("责任人\n（签字）", "owner"), ("问题表现\n（简要描述）", "problem"), ("序\n号", "no"), ("整改举措（分条填写）", "measure"), ("分 管\n院领导", "owner_leader"), ("联系电话", None), ("所需经费\n（万元）", None))
s.row("科务会已通报", D("2022.6.21", date="2022-06-21", date_from=None, precision="day", kind="date"), u("护理部"), who("陈静", ["陈静"]), "夜间呼叫铃响应慢", 1, "护士站增设走廊显示屏", who("何院长", NJ), "8321", 4.5)
s.row(None, day("20220701", 2022, 7, 1), u("门诊部"), who("吴丽", ["吴丽"]), "挂号窗口高峰排队超过30分钟", 2, "高峰时段增开2个窗口", who("何院长", NJ), "8322", None)
s.row(None, mon("22年6月", 2022, 6), u("信息科"), who("郑强", ["郑强"]), "检查报告不能手机查看", 3, "开通公众号报告查询", who("黄志远", ["黄志远"]), "8330", 12)
s.row("涉及外包公司", mon("二〇二二年八月", 2022, 8), u("总务科"), who("冯军", ["冯军"]), "住院楼电梯等候久", 4, "分层停靠，手术专梯专用", who("黄志远", ["黄志远"]), "8345", 0.8)
s.row(None, now("立即整改"), u("药剂科"), who("蒋梅", ["蒋梅"]), "发药窗口无用药交代", 5, "每袋张贴用法标签", who("黄志远", ["黄志远"]), "8351", None)
add("04-headings-broken.xlsx", "No title at all; headings with inner blanks, line breaks and brackets in an unusual order; foreign columns for phone and money.", xlsx([s]), [s])

# 05 numbered measures in every style
s = Sheet("举措清单", title="中层领导班子整改任务举措清单", year=None)
s.line("中层领导班子整改任务举措清单", 5)
s.head(("序号", "no"), ("存在问题", "problem"), ("整改措施", "measure"), ("责任单位", "lead"), ("进展情况", "progress"))
s.row(1, "科研经费报销慢", m("1.推行网上预约报销\n2.设立科研财务助理\n3.压缩审批环节", ["推行网上预约报销", "设立科研财务助理", "压缩审批环节"]), u("财务处"), "已完成2项")
s.row(2, "公寓热水供应不稳定", m("1、更换锅炉房循环泵\n2、公布检修时间", ["更换锅炉房循环泵", "公布检修时间"]), u("后勤保障部"), None)
s.row(3, "教室多媒体故障率高", m("（1）更换老化投影机60台；（2）建立十分钟到场机制；（3）每学期开学前巡检。", ["更换老化投影机60台；", "建立十分钟到场机制；", "每学期开学前巡检。"]), u("网信中心"), None)
s.row(4, "师生心理咨询预约难", m("①增聘专职咨询师3名②开通夜间热线③书院设立倾诉角", ["增聘专职咨询师3名", "开通夜间热线", "书院设立倾诉角"]), u("学工部"), "正在推进")
s.row(5, "青年教师住房困难", m("一是盘活周转房；二是争取人才公寓指标；三是发放租房补贴。", ["盘活周转房；", "争取人才公寓指标；", "发放租房补贴。"]), u("人力资源部"), None)
s.row(6, "会议多、材料多", m("1．合并同类会议\n2．控制会期\n3．一律不要求纸质材料", ["合并同类会议", "控制会期", "一律不要求纸质材料"]), u("党政办"), "100%")
s.row(7, "课程思政案例少", "建立案例库，2022年入库100个、2023年入库200个", u("教务处"), None)
s.row(8, "附属中学供热不足", m("(1)更换主管道\n(2)增设换热站1座", ["更换主管道", "增设换热站1座"]), u("规建中心"), "完成招标")
s.row(9, "体育场馆开放时间短", m("1)工作日开放至22:00\n2)寒暑假照常开放", ["工作日开放至22:00", "寒暑假照常开放"]), u("体育中心"), None)
s.row(10, "职称评审代表作要求不明", "1.修订评审办法", u("人力资源部"), None, measure=NJ)
s.footline("备注：数据截至9月15日。", 5)
add("05-measure-styles.xlsx", "Several measures in a cell numbered 1. 1、 （1） ① 一是 1． (1) 1) and look-alike cells that are one measure.", xlsx([s]), [s])

# 06 date cells
s = Sheet("督办事项", title="重点督办事项台账", reporting_unit="市国资委办公室", reported_at="2022年5月31日", year=2022)
s.line("重点督办事项台账", 5); s.raw("填报单位：市国资委办公室", None, None, "填报时间：2022年5月31日", None)
s.head(("序号", "no"), ("问题", "problem"), ("措施", "measure"), ("主办单位", "lead"), ("办理时限", "due"))
for i, (p, a, l, c) in enumerate([
    ("老厂区职工家属楼未移交", "签订移交协议", "资产公司", day(Num(44742, "yyyy\"年\"m\"月\"d\"日\"", "2022年6月30日"), 2022, 6, 30)),
    ("下属单位账户未归集", "纳入资金池管理", "财务公司", mon(Num(44713, "yyyy\"年\"m\"月\";@", "2022年6月"), 2022, 6)),
    ("矿井排水不达标", "扩建处理站", "煤业公司", day(Num(44757, "m\"月\"d\"日\"", "7月15日"), 2022, 7, 15)),
    ("退休人员社会化管理滞后", "档案整体移交", "人力资源部", day(Num(44834, "yyyy-mm-dd@14", "2022/9/30"), 2022, 9, 30)),
    ("两金占用过高", "逐户清收", "营销中心", day(44926, 2022, 12, 31)),
    ("物资采购分散", "建立集采平台", "物资公司", day("２０２２年８月１日", 2022, 8, 1)),
    ("班组培训流于形式", "开展岗位比武", "工会", day(Num(44803, "yyyy/m/d;@", "2022/8/30"), 2022, 8, 30)),
    ("备用电源老化", "更换蓄电池组", "供电段", day(Num(44865.5, "yyyy/m/d h:mm", "2022/10/31 12:00"), 2022, 10, 31)),
    ("对外担保未清零", "逐笔解除担保", "财务部", day(Num(44895, "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "2022年11月30日"), 2022, 11, 30)),
    ("法律纠纷案件压控不力", "一案一策", "法务部", D("2022年12月31日前", date="2022-12-31", date_from=None, precision="day", kind="date")),
], 1):
    c.t["date"].pop("text", None)
    s.row(i, p, a, u(l), c)
add("06-date-cells.xlsx", "Real date cells in many formats, a bare serial under a deadline heading, a text date in full-width digits.", xlsx([s]), [s])

# 07 repeated header, sections, subtotals
s = Sheet("问题台账", title="某县巡察反馈问题整改台账", reporting_unit="县住建局党组", reported_at="2021年11月", year=2021)
s.drop = {"theme", "class", "title"}
s.line("某县巡察反馈问题整改台账", 6); s.line("填报单位：县住建局党组          填报日期：2021年11月", 6)
s.head(("序号", "no"), ("具体问题", "problem"), ("具体举措", "measure"), ("责任单位", "lead"), ("整改时限", "due"), ("销号情况", "closed"))
s.line("一、党的建设方面（3个）", 6)
s.row(1, "“三会一课”记录补造", "统一记录本并按月抽查", u("机关党总支"), nlim("12月底前", 2021, 12), "已销号")
s.row(2, "党费收缴不及时", "按月公示收缴情况", u("机关党总支"), now("立行立改"), "已销号")
s.row(3, "支部书记述职走过场", "增加现场提问环节", u("人事股"), ever("持续推进"), "未销号")
s.raw("小计", "3个", None, None, None, "已销号2个")
s.line("二、工程建设方面（4个）", 6)
s.row(4, "变更签证不规范", "修订变更管理办法", u("建管股"), D("2021年12月31日前完成并长期坚持", date="2021-12-31"), "未销号")
s.again()
s.row(5, "老旧小区改造群众不满意", "逐户回访，限期返修", u("物业股", ["物业股"]), nday("11月30日", 2021, 11, 30), "已销号")
s.row(6, "农民工工资保证金未足额缴存", "补缴保证金", u("质安站、建管股"), mon("2021年10月", 2021, 10), "已销号")
s.row(7, "图审备案超期", "推行网上图审", u("设计股"), vague("已完成"), "已销号")
s.foot("总计", "7个", None, None, None, "已销号5个")
s.foot("填表人：马超", None, None, "分管领导签字：")
add("07-sections-repeats.xlsx", "Merged section lines, subtotals, a page-break copy of the header and a grand total.", xlsx([s]), [s])

# 08 a book of many sheets
cover = Sheet("封面", is_ledger=False)
for _ in range(6): cover.blank()
cover.line("某某大学“我为师生办实事”三张清单", 6); cover.blank(3); cover.line("党委办公室  校长办公室", 6); cover.line("二〇二二年十月", 6)
st = Sheet("汇总统计", is_ledger=False)
st.line("完成情况统计表", 5)
st.raw("单位", "难题数", "举措数", "已销号", "销号率")
for r in (("机关党委", 12, 40, 10), ("后勤党委", 8, 22, 5), ("医学部", 6, 15, 6)): st.raw(*r, Num(round(r[3] / r[1], 4), "0.00%", "%.2f%%" % (100 * round(r[3] / r[1], 4))))
st.raw("合计", Fx("SUM(B3:B5)", 26), Fx("SUM(C3:C5)", 77), Fx("SUM(D3:D5)", 21), None)
a = Sheet("难题清单", title="难题清单", year=None)
a.line("难题清单", 6)
a.head(("序号", "no"), ("难题名称", "title"), ("具体表现", "problem"), ("提出单位或人群", None), ("问题类别", "class"), ("涉及部门", "?"))
a.row(1, "食堂就餐拥挤", "11:40至12:20排队超过20分钟", "兴庆校区学生", "多部门协作解决", "后勤保障部、教务处")
a.row(2, "班车线路不合理", "曲江校区返程末班过早", "青年教师", "多部门协作解决", "后勤保障部")
a.row(3, "学科交叉平台缺场地", "五个研究院无独立用房", "科研院", "学校统筹推进解决", "规建中心、国资处")
a.row(4, "附小学位紧张", "2023年缺口约120个", "教职工", "学校统筹推进解决", "附小")
b = Sheet("举措", title=None, year=None)
b.head(("序号", "no"), ("难题", "problem"), ("主要举措", "measure"), ("成果形式", None), ("牵头单位", "lead"), ("配合单位", "partner"))
b.row(1, "食堂就餐拥挤", "错峰下课10分钟", "通知", u("教务处"), u("后勤保障部"))
b.row(UP, UP, "增设自助结算台", "设备", u("后勤保障部"), None)
b.row(2, "班车线路不合理", "加开21:30末班车", "新时刻表", u("后勤保障部"), u("保卫处、工会"))
b.row(3, "学科交叉平台缺场地", "腾退旧机房", "用房方案", u("规建中心"), u("国资处、网信中心"))
b.row(4, "附小学位紧张", "与区教育局联合办学", "协议", u("附小"), u("工会"))
c = Sheet("责任清单 ", title="责任清单（第二版）", year=None)
c.name = "责任清单"
c.line("责任清单（第二版）", 6)
c.head(("序号", "no"), ("难题", "problem"), ("责任领导", "owner_leader"), ("牵头单位", "lead"), ("责任人", "owner"), ("完成时限", "due"))
c.row(1, "食堂就餐拥挤", who("张副校长", NJ), u("教务处"), who("李建国", ["李建国"]), mon("2022年11月", 2022, 11))
c.row(2, "班车线路不合理", who("刘志刚", ["刘志刚"]), u("后勤保障部"), who("高峰", ["高峰"]), day("2022-10-31", 2022, 10, 31))
c.row(3, "学科交叉平台缺场地", who("刘志刚", ["刘志刚"]), u("规建中心"), who("许文", ["许文"]), D("2023年", date="2023-12-31", date_from="2023-01-01", precision="year", kind="date"))
c.row(4, "附小学位紧张", who("刘志刚", ["刘志刚"]), u("附小"), who("罗燕", ["罗燕"]), D("到2025年", date="2025-12-31", precision="year", kind="date"))
h = Sheet("字典", is_ledger=False); h.state = "hidden"
for t in ("教务处", "后勤保障部", "规建中心", "附小"): h.raw(t)
ch = Sheet("图表", is_ledger=False)
add("08-book-three-lists.xlsx", "A book with cover, statistics, three ledgers of different heads, a hidden dictionary sheet and a chart sheet.", xlsx([cover, st, a, b, c, h], charts=["图表"]), [cover, st, a, b, c, h, ch])

# 09 unit cells of every kind
s = Sheet("重点任务", title="全市民生实事重点任务分解表", year=2023, reported_at=None)
s.line("2023年全市民生实事重点任务分解表", 5); s.meta["title"] = "2023年全市民生实事重点任务分解表"
s.head(("序号", "no"), ("存在问题", "problem"), ("工作措施", "measure"), ("牵头单位", "lead"), ("配合单位", "partner"))
for i, r in enumerate([
    ("公办幼儿园学位不足", "新建改扩建20所", u("市教育局"), u("市自然资源局、市住建局")),
    ("老年助餐点覆盖低", "布点100个", u("市民政局，市商务局", ["市民政局", "市商务局"]), u("各区、县级市", ["各区、县级市"])),
    ("家庭医生签约不实", "签约服务包公开", u("市卫健委"), u("市医保局；市财政局；市人社局", ["市医保局", "市财政局", "市人社局"])),
    ("零工市场脏乱", "规范化零工驿站30个", u("市人社局"), u("市总工会\n市妇联\n团市委", ["市总工会", "市妇联", "团市委"])),
    ("内涝点多", "整治易涝点12处", u("市水务局和市城管局", ["市水务局", "市城管局"]), u("市应急局及市气象局", ["市应急局", "市气象局"])),
    ("背街小巷路灯不亮", "补装路灯3000盏", u("市城管局"), u("市供电公司、市财政局等", ["市供电公司", "市财政局"], ["等"])),
    ("电动车充电难", "建充电端口2万个", u("市住建局"), u("市消防救援支队等有关部门", ["市消防救援支队"], ["等有关部门"])),
    ("黑臭水体反弹", "沿线截污", u("市生态环境局会同有关部门", ["市生态环境局"], ["会同有关部门"]), None),
    ("快递进村难", "村级寄递点全覆盖", u("市邮政管理局"), u("市交通运输局、市供销社以及市农业农村局", ["市交通运输局", "市供销社", "市农业农村局"])),
    ("农村饮水水压低", "更新管网80公里", u("市水务局"), u("各县（市、区）人民政府", ["各县（市、区）人民政府"])),
    ("婚育政策知晓率低", "流动宣讲", u("市妇联、市卫健委"), u("市直有关单位", [], ["市直有关单位"])),
    ("老旧电梯故障", "更新老旧电梯500台", u("市市场监管局 市住建局", ["市市场监管局", "市住建局"]), u("市财政局, 市消防救援支队", ["市财政局", "市消防救援支队"])),
    ("公园座椅少", "增设座椅1200个", u("市园林中心"), u("市属各公园、城投集团", ["市属各公园", "城投集团"])),
], 1):
    s.row(i, *r)
add("09-unit-zoo.xlsx", "Unit lists joined by every sign and word, open ends, phrases that hold a list sign inside.", xlsx([s]), [s])

# 10 roles inside one cell
s = Sheet("任务分解", title="学生工作难题任务分解表", reporting_unit="学生工作部", reported_at="2022.9.1", year=2022)
s.line("学生工作难题任务分解表", 5)
s.raw("填报单位：学生工作部", None, None, "填报时间：2022.9.1")
s.head(("序号", "no"), ("难题", "problem"), ("举措", "measure"), ("责任单位", "lead"), ("时间节点", "due"))
s.row(1, "新生适应期支持不足", "开设新生导航课", roles("牵头：教务处；配合：学工部、团委", ["教务处"], ["学工部", "团委"]), vague("学期末"))
s.row(2, "研究生导学矛盾", "建立导学关系协调室", roles("研究生院（牵头）、学工部、各学院", ["研究生院"], ["学工部", "各学院"]), nlim("10月底前", 2022, 10))
s.row(3, "困难学生认定粗放", "引入消费大数据", roles("牵头单位：学工部\n配合单位：网信中心、财务处", ["学工部"], ["网信中心", "财务处"]), day("2022年10月15日", 2022, 10, 15))
s.row(4, "社团活动场地紧张", "场地线上预约", roles("团委牵头，后勤保障部、书院配合", ["团委"], ["后勤保障部", "书院"]), now("立行立改"))
s.row(5, "实习安全责任不清", "签订三方协议", u("就创中心"), mon("2022年12月", 2022, 12))
s.row(6, "宿舍晚归管理", "人脸门禁联动", roles("主办：保卫处  协办：学工部、后勤保障部", ["保卫处"], ["学工部", "后勤保障部"]), ever("常态化推进"))
s.row(7, "医保报销手续繁琐", "校医院代办", roles("校医院（牵头）\n学工部（配合）\n财务处（配合）", ["校医院"], ["学工部", "财务处"]), nday("9月30日前", 2022, 9, 30))
add("10-roles-in-cell.xlsx", "Lead and partner named by roles inside one cell of 责任单位, in seven spellings.", xlsx([s]), [s])

# 11 rich text, phonetics, inline strings, preserved spaces
s = Sheet("数据表 (2)", title="集团公司技术攻关难题台账", reporting_unit="重型装备集团科技部", year=2024, reported_at="2024年1月10日")
s.line(Rich("集团公司", "技术攻关", "难题台账"), 6)
s.raw(Rich("填报单位：", "重型装备集团科技部"), None, None, None, "填报时间：2024年1月10日", None)
s.head(("序号", "no"), (Rich("难", "题"), "problem"), (Phon("具体措施", "グタイソチ"), "measure"), (Inl("牵头单位"), "lead"), ("完成时间", "due"), ("  备注  ", "note"))
s.row(1, tx(Rich("轴承座", "铸造缩孔", "率高"), "轴承座铸造缩孔率高"), tx(Phon("优化浇注系统", "ヨウカ"), "优化浇注系统"), u(Inl("铸锻公司")), day("2024年6月30日", 2024, 6, 30), "  计划外项目  ")
s.row(2, "焊接变形大", "改用反变形工装", u(Phon("结构件分厂", "bunchang")), lim("2024年3月底前", 2024, 3), None)
s.row(3, "备件国产化率低", tx(Rich("联合", "两家院所", "测绘"), "联合两家院所测绘"), u(Rich("采购部", "、", "研究院"), ["采购部", "研究院"]), D("2024年", date="2024-12-31", date_from="2024-01-01", precision="year", kind="date"), "一\n二类备件优先", note="一\n二类备件优先")
s.row(4, "涂装VOCs排放高", "水性漆替代 ", u(" 涂装车间 ", ["涂装车间"]), rng("2024年一季度", 2024, 1, 1, 3, 31, "quarter"), None)
s.row(5, "数控程序未归档", "建立程序库<v2.0>&备份", u("工艺部"), rng("2024年4-6月", 2024, 4, 1, 6, 30), "A&B")
add("11-rich-phonetic.xlsx", "Rich text runs, phonetic runs, inline beside shared strings, kept blanks, XML signs in the text.", xlsx([s]), [s])

# 12 hidden rows and columns in a 1904 workbook
s = Sheet("台帐", title="港口公司安全隐患难题整改台帐", year=2022, reported_at="2022-3-31", reporting_unit="安全监督部")
s.line("港口公司安全隐患难题整改台帐", 7); s.line("填报单位：安全监督部　　填报时间：2022-3-31", 7)
s.head(("序号", "no"), ("问题", "problem"), ("内部编码", None), ("整改措施", "measure"), ("责任单位", "lead"), ("完成时限", "due"), ("状态", "closed"))
D4 = 44742 - 1462
s.row(1, "堆场道路破损", "AQ-001", "分段修复", u("工程部"), D(Num(D4, "yyyy\"年\"m\"月\"d\"日\"", "2022年6月30日"), date="2022-06-30", date_from=None, precision="day", kind="date"), "完成")
s.row(2, "门机钢丝绳超期", "AQ-002", "更换4台", u("设备部"), D(Num(44681 - 1462, "yyyy/m/d", "2022/4/30"), date="2022-04-30", date_from=None, precision="day", kind="date"), "完成")
s.row(3, "危化品堆存间距不足", "AQ-003", "重新划线", u("危货公司"), D(Num(44712 - 1462, "m\"月\"d\"日\"", "5月31日"), date="2022-05-31", date_from=None, precision="day", kind="date"), "推进中")
s.row(4, "夜班照明不足", "AQ-004", "加装高杆灯6基", u("动力公司、设备部"), nlim("9月底前", 2022, 9), "推进中")
s.row(5, "外包人员培训缺失", "AQ-005", "入场三级教育", u("人力资源部"), ever("长期坚持"), "长期坚持")
s.hidden_rows = {5, 7}; s.hidden_cols = {3}
add("12-hidden-1904.xlsx", "A workbook of the 1904 epoch with hidden rows (they count) and a hidden code column.", xlsx([s], date1904=True), [s])

# 13 formulas and percent
s = Sheet("Sheet2", title="项目攻坚难题进度表", year=2022)
s.line("2022年项目攻坚难题进度表", 7); s.meta["title"] = "2022年项目攻坚难题进度表"
s.head(("序号", "no"), ("难题", "problem"), ("措施", "measure"), ("责任单位", "lead"), ("完成时限", "due"), ("推进情况", "progress"), ("投资（万元）", None))
PC = lambda v, t: tx(Num(v, "0%", t), t)
dn = lambda v, y, a, b: day(v, y, a, b)
def nodtext(c): c.t["date"].pop("text", None); return c
s.row(tx(Fx("ROW()-2", 1), "1"), "征地拆迁剩余3户", "一户一策上门协商", u("征收办"), nodtext(day(Fx("DATE(2022,6,30)", 44742, "yyyy\"年\"m\"月\"d\"日\""), 2022, 6, 30)), PC(0.8, "80%"), 1200)
s.row(tx(Fx("A3+1", 2), "2"), "高压线迁改滞后", "与供电公司周调度", u("区供电中心"), nodtext(day(Num(44773, "yyyy/m/d", "2022/7/31"), 2022, 7, 31)), PC(0.355, "36%"), 860.5)
s.row(tx(Fx("A4+1", 3), "3"), "林地手续未批", "专班赴省对接", u(Fx("VLOOKUP(A5,字典!A:B,2,0)", "区林业局"), ["区林业局"]), lim("2022年8月底前", 2022, 8), PC(1, "100%"), 0)
s.row(tx(Fx("A5+1", 4), "4"), tx(Fx("\"弃渣场\"&\"选址难\"", "弃渣场选址难"), "弃渣场选址难"), "两镇联合选址", u("区自然资源局、区水利局"), nodtext(D(Fx("\"2022年\"&\"底前\"", "2022年底前"), date="2022-12-31", date_from=None, kind="date")), "未启动", 300)
s.row(tx(Fx("A6+1", 5), "5"), "便道占用耕地", "完工后复垦", u("项目部"), nodtext(day(Fx("EDATE(E3,6)", 44925, "yyyy-mm-dd"), 2022, 12, 30)), PC(0, "0%"), 45)
s.foot("合计", None, None, None, None, None, Fx("SUM(G3:G7)", 2405.5))
add("13-formulas-percent.xlsx", "Numbers, units, texts and dates as formulas with cached values; percent cells as progress.", xlsx([s]), [s])

# 14 long district list with full-width numbers
s = Sheet("民生诉求", title="城东区群众反映问题办理台账", year=2023, reporting_unit="区信访局", reported_at="2023年8月")
s.line("城东区群众反映问题办理台账", 6); s.line("填报单位：区信访局              填报时间：2023年8月", 6)
s.head(("序号", "no"), ("群众反映问题", "problem"), ("办理措施", "measure"), ("主办单位", "lead"), ("协办单位", "partner"), ("办理时限", "due"))
W = str.maketrans("0123456789", "０１２３４５６７８９")
last = None
for i, (p, a, l, q) in enumerate(bank.DISTRICT[:32], 1):
    mo = 8 + i % 5; t = [nlim("%d月底前" % mo, 2023, mo), nday("%d月%d日" % (mo, i % 27 + 1), 2023, mo, i % 27 + 1), mon("2023年%d月" % mo, 2023, mo),
         day(("2023年%d月%d日" % (mo, i % 27 + 1)).translate(W), 2023, mo, i % 27 + 1), day("2023.%d.%d" % (mo, i % 27 + 1), 2023, mo, i % 27 + 1)][i % 5]
    num = None if i % 9 == 0 else tx(str(i).translate(W), str(i).translate(W))
    s.row(num, p, a, u(l), u(q) if q else None, t, **({"no": NJ} if num is None else {}))
s.footline("注：按来件时间排序。", 6)
add("14-district-long.xlsx", "Thirty-two rows, numbers and dates in full-width digits, every ninth row without a number.", xlsx([s]), [s])

# 15 merged cells in columns that belong to the row
s = Sheet("推进表", title="门诊服务堵点推进表", year=2022, reporting_unit="市第一人民医院", reported_at="2022年7月")
s.line("市第一人民医院门诊服务堵点推进表", 8); s.meta["title"] = "市第一人民医院门诊服务堵点推进表"
s.line("单位：市第一人民医院　　时间：2022年7月", 8); s.meta["reporting_unit"] = NJ; s.meta["reported_at"] = NJ; s.meta["year"] = NJ
s.head(("序号", "no"), ("堵点问题", "problem"), ("措施", "measure"), ("牵头科室", "lead"), ("配合科室", "partner"), ("完成时限", "due"), ("进展情况", "progress"), ("成效", "outcome"))
s.row(1, "检查预约多头跑", "集中预约中心上线", u("门诊部"), u("影像科、超声科"), day("2022年7月31日", 2022, 7, 31), "已上线", "平均等候缩短2天")
s.row(UP, UP, "检查项目智能排程", UP, UP, UP, UP, UP)
s.row(UP, UP, "自助改约", UP, UP, day("2022年9月30日", 2022, 9, 30), "开发中", UP)
s.row(2, "停车难", "职工车辆外迁", u("后勤科"), u("保卫科"), ever("长期坚持"), None, None)
s.row(UP, UP, "与周边商场共享车位200个", UP, UP, UP, "已签约", None)
s.row(3, "出院结算慢", "床旁结算", u("财务科"), u("信息科、医保办"), day("2022年8月15日", 2022, 8, 15), UP, "试点3个病区")
s.row(4, "标识导引混乱", "统一导视系统", UP, UP, mon("2022年10月", 2022, 10), "招标中", UP)
add("15-merged-own-columns.xlsx", "Merged areas in deadline, progress and outcome columns, one that reaches into the next problem.", xlsx([s]), [s])

# 16 kinds of numbers
s = Sheet("表1", title="基层治理问题清单", year=None)
s.line("基层治理问题清单", 6)
s.head(("编号", "no"), ("问题", "problem"), ("举措", "measure"), ("责任单位", "lead"), ("责任人", "owner"), ("进展", "progress"))
for no, p, a, l, o, g in [("（一）", "小区物业失管", "街道兜底托管", "住建办", "何平", "已托管4个"), ("（二）", "网格员待遇低", "建立星级薪酬", "党建办", "宋洁", None),
        ("三、", "议事会空转", "四议两公开", "民政办", "谢斌", "推进中"), ("1-1", "流动商贩占道", "设置潮汐摊位", "城管中队", "石磊", "完成"),
        ("1-2", "楼道堆物", "集中清理周", "应急办", "卢军", "完成"), ("№5", "飞线充电", "建充电棚", "应急办", "卢军", None), ("第6项", "养犬扰民", "文明养犬公约", "派出所", "姚远", "长期坚持")]:
    s.row(no, p, a, u(l), who(o, [o]), g)
s.row(None, "高空抛物", "安装仰拍摄像头", u("派出所"), who("姚远", ["姚远"]), None, no=NJ)
add("16-number-kinds.xlsx", "Numbers such as （一）, 三、, 1-1, №5, 第6项 and a row without one.", xlsx([s]), [s])

# 17 many foreign columns
s = Sheet("销号台账", title="某高校“三张清单”销号台账", reporting_unit="机关党委", reported_at="2022年12月30日", year=2022)
s.line("某高校“三张清单”销号台账", 19); s.line("填报单位：机关党委     填报人：林峰    填报时间：2022年12月30日", 19)
s.head(("序号", "no"), ("校区", None), ("难题", "problem"), ("难题类型", "class"), ("来源", None), ("提出人", None), ("举措", "measure"), ("责任单位", "lead"), ("责任人", "owner"), ("联系电话", None), ("经费预算（万元）", None), ("完成时限", "due"), ("实际完成时间", None), ("进展情况", "progress"), ("是否销号", "closed"), ("核验人", None), ("佐证材料", None), ("满意度排名", None), ("备注", "note"))
s.row(1, "兴庆", "自习座位不足", "多部门协作解决", "座谈", "学生会", "教室错峰开放", u("教务处"), who("刘洋", ["刘洋"]), 82660001, 0, lim("2022年10月底前", 2022, 10), "2022.10.20", "已完成", "√", "机关党委 王伟", "通知1份、照片3张", 1, None)
s.row(2, "雁塔", "快递点离宿舍远", "多部门协作解决", "诉求", "研究生", "增设智能柜40组", u("后勤保障部"), who("马丽", ["马丽"]), 82660002, 15.6, mon("2022年11月", 2022, 11), None, "正在推进", "×", None, None, 3, "待验收")
s.row(3, "曲江", "科研楼电力容量不够", "学校统筹推进解决", "调研", "科研院", "扩容变电所", u("规建中心"), who("邓凯", ["邓凯"]), 82660003, 320, D("2023年底", date="2023-12-31", kind="date"), None, "阶段性完成", "否", None, "可研报告", 4, None)
s.row(4, "创新港", "班车票价偏高", "多部门协作解决", "诉求", "教工", "教工月票", u("后勤保障部"), who("马丽", ["马丽"]), 82660002, 8, now("立行立改"), "2022.9.5", "已办结", "是", "机关党委 王伟", "票价通知", 2, None)
s.row(5, "兴庆", "离退休人员看病取药远", "多部门协作解决", "走访", "离退休处", "社区医生每周上门", u("离退休处"), who("曹颖", ["曹颖"]), 82660005, None, ever("长期坚持"), None, "100%", "√", "机关党委 王伟", "服务记录", 1, None)
add("17-foreign-columns.xlsx", "Nineteen columns, half of them foreign: campus, phone, money, verifier, evidence, rank, real date of completion.", xlsx([s]), [s])

# 18 another exporter: prefix, inline strings, no dimension
s = Sheet("WPS导出", title="乡镇人居环境整治难题清单", year=2020, reporting_unit="青石镇", reported_at="2020年5月")
s.line("乡镇人居环境整治难题清单", 5); s.line("填报单位：青石镇  填报时间：2020年5月", 5)
s.head(("序号", "no"), ("难题", "problem"), ("工作举措", "measure"), ("责任单位", "lead"), ("时限", "due"))
s.row(1, "户厕改造后管护缺位", "建立村级维修队", u("镇乡村振兴办"), nlim("6月底前", 2020, 6))
s.row(2, "垃圾清运不及时", "日产日清", u("镇环卫所、各村委会"), rec("每月"))
s.row(3, "河道漂浮物", "河长巡查", u("镇水利站"), ever("长期坚持"))
s.row(4, "废弃房屋影响村貌", "一宅一策拆除", u("镇自然资源所"), n("10月上旬", 2020, 10, 10))
s.row(5, "柴草乱堆", "集中堆放点12处", u("各村委会"), D("上半年", date=None, date_if_year="2020-06-30", precision="half_year", kind="date"))
s.row(6, "养殖污染", "粪污集中处理", u("镇农业中心"), nday("9月1日", 2020, 9, 1))
add("18-prefixed-inline.xlsx", "XML with a namespace prefix, inline strings only, no dimension and no spans; deadlines without a year.", xlsx([s], strings="inline", prefix=True, dimension=False, spans=False), [s])

# 19 words for deadlines
s = Sheet("时限", title="综合整治任务难题时限表", year=2022, reporting_unit=None, reported_at="2022年2月18日")
s.line("综合整治任务难题时限表", 5); s.raw(None, None, None, None, "填报时间：2022年2月18日")
s.head(("序号", "no"), ("难题", "problem"), ("举措", "measure"), ("责任单位", "lead"), ("完成时限", "due"))
DU = [lim("2022年6月底前", 2022, 6), end("2022年6月底", 2022, 6), n("6月底", 2022, 6, 30), n("6月上旬", 2022, 6, 10), n("6月中旬", 2022, 6, 20), n("6月下旬", 2022, 6, 30),
      D("上半年", date=None, date_if_year="2022-06-30", precision="half_year", kind="date"), D("下半年", date=None, date_if_year="2022-12-31", precision="half_year", kind="date"),
      n("3—4月", 2022, 4, 30, precision="range"), rng("2022年3月至5月", 2022, 3, 1, 5, 31), day("2022.6.21", 2022, 6, 21), mon("2022.6", 2022, 6), day("20220621", 2022, 6, 21),
      mon("22年6月", 2022, 6), day("二〇二二年六月二十一日", 2022, 6, 21), mon("2022-06", 2022, 6), now("立行立改"), now("立即办理"), ever("长期坚持"), ever("持续推进"), ever("长期"),
      vague("学期末"), D("到2025年", date="2025-12-31", precision="year", kind="date"), rec("每季度"), rec("每月25日前"), vague("已完成"), D("2022年12月31日前完成并长期坚持", date="2022-12-31"),
      n("年底前", 2022, 12, 31, date_from=None), D("2022年底前", date="2022-12-31", date_from=None, kind="date"), nlim("12月底前", 2022, 12), D("2022年第三季度", date="2022-09-30", date_from="2022-07-01", precision="quarter", kind="date"),
      D("二季度", date=None, date_if_year="2022-06-30", precision="quarter", kind="date"), vague("待定"), vague("暑期前"), None, rng("2022年9月1日—10月15日", 2022, 9, 1, 10, 15), rng("2022年11月至2023年2月", 2022, 11, 1, 2, 28, y2=2023),
      day("2022年 7月 5日", 2022, 7, 5), mon("２０２２年１０月", 2022, 10), D("2022年3月起", date_from="2022-03-01", precision="since")]
for i, (c, (p, a, l, q)) in enumerate(zip(DU, bank.CAMPUS + bank.FIRM), 1): s.row(i, p, a, u(l), c)
add("19-deadline-words.xlsx", "Forty spellings of a deadline in text, the year given only by 填报时间.", xlsx([s]), [s])

# 20 header in row 20
s = Sheet("附表", off=1, title="关于报送共性难题清单的附表", year=2021)
s.meta = dict(title=NJ, reporting_unit=NJ, reported_at=NJ, year=NJ)
s.line("关于报送2021年共性难题清单的通知", 5); s.blank(); s.raw("各单位：")
for i in range(1, 12): s.line(["为做好共性难题征集工作，现将有关事项通知如下。", "征集范围为跨部门、跨层级的事项。", "请各单位认真梳理，确有必要的方可上报。", "上报事项须经主要负责人审定。"][i % 4], 5)
s.raw(None, None, None, "机关事务管理局"); s.raw(None, None, None, "2021年4月6日"); s.blank(2); s.line("附表  共性难题清单", 5)
while len(s.grid) < 19: s.blank()
s.head(("序号", "no"), ("共性难题", "problem"), ("建议措施", "measure"), ("牵头部门", "lead"), ("协同部门", "partner"))
assert s.hrows == [20]
s.row(1, "公务用车平台派单慢", "统一调度系统", u("机关事务管理局"), u("大数据局"))
s.row(2, "办公用房信息不准", "全面普查登记", u("机关事务管理局"), u("自然资源局、财政局"))
s.row(3, "周转房租金标准过低", "调整租金", u("财政局"), u("发改委"))
s.row(4, "节能改造资金分散", "合同能源管理", u("发改委"), u("机关事务管理局"))
s.row(5, "食堂浪费", "小份菜", u("机关事务管理局"), None)
add("20-header-row20.xlsx", "A whole notice stands above the table; header in row 20, one empty column in front.", xlsx([s]), [s])
