# -*- coding: utf-8 -*-
import json,os,re,io
from openpyxl import Workbook
from openpyxl.utils import get_column_letter as L, column_index_from_string as CI, range_boundaries as RB
import xlwt, docx, datetime
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'sheets', 'v')
FILL={'no','title','problem','lead','partner','theme','class','owner','owner_leader','paired_on'}
def show(v):
    if v is None: return ''
    if isinstance(v,datetime.date): return '%d年%d月%d日'%(v.year,v.month,v.day)  # corrected after the first run: how a date cell is written is taste
    return str(v).strip().replace('\r\n','\n')
class Sh:
    def __init__(s,name,rows,merges=(),hidden=()):
        s.name,s.rows,s.merges,s.hidden=name,rows,list(merges),hidden
    def cell(s,c,r,fill=True):
        v=s.rows[r-1][c-1] if c<=len(s.rows[r-1]) else None
        if v in (None,'') and fill:
            for m in s.merges:
                a,b,x,y=RB(m)
                if a<=c<=x and b<=r<=y:return show(s.rows[b-1][a-1])
        return show(v)
def D(date=None,frm='-',kind='date',prec='-',iy=None):
    d={'date':date,'kind':kind}
    if frm!='-':d['date_from']=frm
    if prec!='-':d['precision']=prec
    if iy: d['date_if_year']=iy
    return d
def R(row,measure='-',**kw): return dict(row=row,measure=measure,kw=kw)
# truth of a sheet; cols: letter->field; heads: letter->heading (for joined headers)
def T(sh,hr,cols,recs,heads=None,foot=None,skip=None,meta=None,none=()):
    mp={}
    for l,f in list(cols.items())+[(x,None) for x in none]:
        h=(heads or {}).get(l) or re.sub(r'\s','',sh.cell(CI(l),hr[-1]))
        mp[h]=f
    out=[]
    for r in recs:
        ms=r['measure']; mc=[l for l,f in cols.items() if f=='measure']
        if ms=='-': ms=[None]
        elif isinstance(ms,str): ms=[ms]
        for p,m in enumerate(ms,1):
            o={'row':r['row'],'part':p}
            for l,f in cols.items():
                if f in r['kw']: continue
                v=sh.cell(CI(l),r['row'],f in FILL)
                if f=='measure': v=m if m is not None else v
                if f in('due','paired_on'):
                    if v=='' : o[f]=None
                    continue
                if f in('lead','partner','owner','owner_leader'):
                    o[f]=[x for x in [v] if x]; continue
                o[f]=v or None
            for k,v in r['kw'].items():
                if v=='skip': continue
                if k in('due','paired_on') and v is not None:
                    l=[l for l,f in cols.items() if f==k]
                    v=dict(v)
                    if l: v.setdefault('text',sh.cell(CI(l[0]),r['row'],k=='paired_on'))
                o[k]=v
            out.append(o)
    t={'name':sh.name,'is_ledger':True,'header_rows':hr,'mapping':mp,'records':out}
    if sh.name is None: t.pop('name')
    if foot is not None:t['footer_rows']=foot
    if skip is not None:t['skipped_rows']=[{'row':a,'why':b} for a,b in skip]
    if meta:t['meta']=meta
    return t
def NO(sh):
    t={'is_ledger':False}
    if sh.name:t['name']=sh.name
    return t
def truth(fn,about,sheets):
    b=fn.rsplit('.',1)[0]
    json.dump({'about':about,'sheets':sheets},open(OUT+b+'.truth.json','w'),ensure_ascii=False,indent=1)
def xlsx(fn,shs):
    wb=Workbook();wb.remove(wb.active)
    for s in shs:
        ws=wb.create_sheet(s.name)
        for i,r in enumerate(s.rows,1):
            for j,v in enumerate(r,1):
                if v is not None:
                    c=ws.cell(i,j,v)
                    if isinstance(v,datetime.date):c.number_format='yyyy-mm-dd'
        for m in s.merges:ws.merge_cells(m)
        for h in s.hidden:ws.column_dimensions[h].hidden=True
    wb.save(OUT+fn)
def xls(fn,shs):
    wb=xlwt.Workbook(encoding='utf-8')
    for s in shs:
        ws=wb.add_sheet(s.name);done=set()
        for m in s.merges:
            a,b,x,y=RB(m);ws.write_merge(b-1,y-1,a-1,x-1,s.rows[b-1][a-1] or '')
            done|={(i,j) for i in range(b,y+1) for j in range(a,x+1)}
        for i,r in enumerate(s.rows,1):
            for j,v in enumerate(r,1):
                if v is not None and (i,j) not in done:
                    if isinstance(v,datetime.date): ws.write(i-1,j-1,v,xlwt.easyxf(num_format_str='yyyy-mm-dd'))
                    else: ws.write(i-1,j-1,v)
    wb.save(OUT+fn)
def word(fn,title,s,after=()):
    d=docx.Document();d.add_paragraph(title)
    n=max(map(len,s.rows));t=d.add_table(len(s.rows),n)
    for m in s.merges:
        a,b,x,y=RB(m);t.cell(b-1,a-1).merge(t.cell(y-1,x-1))
    for i,r in enumerate(s.rows):
        for j,v in enumerate(r):
            if v not in(None,''):t.cell(i,j).text=str(v)
    for p in after:d.add_paragraph(p)
    d.save(OUT+fn)
N=None
# ============ normal half ============
# 01 government supervision list
s=Sh('督办清单',[
['2023年市政府重点督办事项清单（第二批）']+[N]*9,
['填报单位：市政府督查室',N,N,N,N,N,N,'填报时间：2023年4月6日',N,N],
['序号','督办事项','工作措施','牵头单位','配合单位','责任人','联系电话','完成时限','办理进展','备注'],
[1,'城东片区积水点改造','对滨河路1.5公里雨水管网进行扩容，新增泵站2座','市住建局','市水务局、市城管执法局','赵志刚','029-88123456','2023年6月底前','已完成管网勘测，施工图审查中',N],
[2,'老旧小区加装电梯','1.简化审批流程，出台联合审查办法；\n2.全年加装电梯60部以上；\n3.建立居民协商议事机制。','市住建局','市资规局、市市场监管局、各区人民政府','孙丽华','029-88123478','2023年12月31日前','已开工23部',N],
[3,'第一季度经济运行分析整改','逐企走访规上企业，建立帮扶台账','市工信局','市发改委、市统计局','李 明','029-88120011','2023年5月15日','走访企业48家','月报'],
[4,'新能源公交车更新','完成120辆公交车采购招标并上线运营','市交通运输局','市财政局','周建平','029-88125599','2023年9月','招标文件已备案',N],
['注：完成时限以督办通知单为准，逾期未完成的予以通报。']+[N]*9,
],['A1:J1','A2:G2','H2:J2','A8:J8'])
xlsx('01-duban.xlsx',[s])
C=dict(A='no',C='measure',D='lead',E='partner',F='owner',H='due',I='progress',J='note')
truth('01-duban.xlsx','normal: city supervision list',[T(s,[3],C,[
R(4,partner=['市水务局','市城管执法局'],due=D('2023-06-30',None,prec='month'),owner_phone=['029-88123456']),
R(5,['简化审批流程，出台联合审查办法；','全年加装电梯60部以上；','建立居民协商议事机制。'],partner='skip',due=D('2023-12-31',None,prec='day'),owner_phone=['029-88123478']),
R(6,partner=['市发改委','市统计局'],owner=['李明'],due=D('2023-05-15',None,prec='day')),
R(7,due=D('2023-09-30',prec='month'))],foot=[8],skip=[],meta={'title':'2023年市政府重点督办事项清单（第二批）','reporting_unit':'市政府督查室','year':2023})])

# 02 inspection rectification
s=Sh('整改台账',[
['区委第三巡察组反馈意见整改台账']+[N]*9,
['填报单位（盖章）：区住建局',N,N,N,N,N,'填报日期：2022年8月20日',N,N,N],
['序号','问题类别','巡察反馈问题','整改措施','责任领导','责任科室','责任人','整改时限','整改进展情况','是否完成'],
[1,'政治建设','党组理论学习中心组学习不够深入，2021年仅开展集中学习8次','修订党组理论学习中心组学习制度，每月至少集中学习1次','王海涛','办公室','刘敏','2022年9月30日','制度已修订印发','已完成'],
[N,N,N,'将学习情况纳入年度考核',N,'人事科','陈晓东','2022年10月底前','已纳入考核细则','已完成'],
[N,N,N,'开展专题研讨，形成调研报告3篇',N,'综合一科','马骏','2022年12月底','完成2篇','推进中'],
[2,'作风建设','一线调研偏少，班子成员全年下基层不足10次','制定班子成员联系项目制度','李春梅','办公室','刘敏','立行立改','已完成','已完成'],
[N,N,N,'每季度通报下基层情况',N,'办公室','刘敏','长期坚持','二季度已通报','长期坚持'],
[3,'财务管理','三公经费报销审核不严，2项支出缺少附件','补齐附件并开展自查','李春梅','财务科','黄婷','2022年8月31日前','已补齐','已完成'],
['合计',N,'3个问题','6条措施',N,N,N,N,N,N],
['主要负责人签字：',N,N,N,N,N,'填表人：刘敏',N,N,N],
],['A1:J1','A2:F2','G2:J2','A4:A6','B4:B6','C4:C6','E4:E6','A7:A8','B7:B8','C7:C8','E7:E8'])
xlsx('02-xuncha.xlsx',[s])
C=dict(A='no',B='class',C='problem',D='measure',E='owner_leader',F='lead',G='owner',H='due',I='progress',J='closed')
truth('02-xuncha.xlsx','normal: inspection rectification, merged problems',[T(s,[3],C,[
R(4,due=D('2022-09-30',None,prec='day')),R(5,due=D('2022-10-31',None,prec='month')),R(6,due=D('2022-12-31',None)),
R(7,due=D(None,kind='immediate')),R(8,due=D(None,kind='long_term')),R(9,due=D('2022-08-31',None,prec='day'))],foot=[10,11],skip=[],meta={'reporting_unit':'区住建局','year':2022})])

# 03 minsheng shishi
s=Sh('Sheet1',[
['附件1']+[N]*6,
['2024年度为民办实事项目清单']+[N]*6,
['序号','类别','项目名称','年度目标任务','责任单位','分管领导','完成时限'],
[1,'教育','新增普惠性幼儿园学位','新建、改扩建公办幼儿园6所，新增学位1800个','市教育局','张卫东副市长','2024年8月底'],
[2,N,'校园食堂提升','完成40所中小学“互联网+明厨亮灶”建设','市教育局、市市场监管局','张卫东副市长','2024年12月底'],
[3,'医疗','社区医院能力提升','建成社区医院5家，家庭医生签约率达到75%','市卫生健康委','何静副市长','2024年11月底'],
[4,'交通','农村公路提质','改造农村公路120公里，实施村道安防工程80公里','市交通运输局，各县（市、区）人民政府','郭强副市长','2024年10月底'],
[5,'养老','居家适老化改造','为1000户特殊困难老年人家庭实施居家适老化改造','市民政局','何静副市长','2024年9月30日'],
],['A2:G2','B4:B5'])
xlsx('03-minsheng.xlsx',[s])
C=dict(A='no',B='class',E='lead',F='owner_leader',G='due')
truth('03-minsheng.xlsx','normal: list of practical things, 项目名称/年度目标任务 left open',[T(s,[3],C,[
R(4,owner_leader='skip',due=D('2024-08-31',None,prec='month')),
R(5,lead=['市教育局','市市场监管局'],owner_leader='skip',due=D('2024-12-31',None)),
R(6,owner_leader='skip',due=D('2024-11-30',None)),
R(7,lead=['市交通运输局','各县（市、区）人民政府'],owner_leader='skip',due=D('2024-10-31',None)),
R(8,owner_leader='skip',due=D('2024-09-30',None,prec='day'))],skip=[],foot=[],meta={'title':'2024年度为民办实事项目清单','year':2024})])
for t in [0]: pass

# 04 hospital
s=Sh('改善医疗服务',[
['市第一人民医院进一步改善医疗服务行动问题清单']+[N]*8,
['序号','存在问题','改进措施','责任分工',N,N,'完成时间','目前进展','备注'],
[N,N,N,'牵头科室','配合科室','责任人',N,N,N],
[1,'门诊候诊时间长，患者反映强烈','推行分时段预约，预约时段精确到30分钟以内','门诊部','信息科、导医台','杨帆','2023年3月31日','已上线',N],
[2,'住院部电梯拥挤','1、设置医用专梯；2、错峰送餐；3、增设导乘人员','后勤服务有限公司','护理部、保卫科','高峰','2023年4月底','专梯已设置',N],
[3,'检查预约“多头跑”','建立医技检查集中预约中心','医务科','放射科、超声科、内镜中心','宋洁','2023年6月30日前','场地改造中',N],
[4,'夜间急诊药品不全','补充急诊药房常备药品目录','药学部',N,'罗平','2023年2月28日','已完成',N],
],['A1:I1','A2:A3','B2:B3','C2:C3','D2:F2','G2:G3','H2:H3','I2:I3'])
xlsx('04-yiyuan.xlsx',[s])
C=dict(A='no',B='problem',C='measure',D='lead',E='partner',F='owner',G='due',H='progress',I='note')
truth('04-yiyuan.xlsx','normal: hospital, two-level header',[T(s,[2,3],C,[
R(4,partner=['信息科','导医台'],due=D('2023-03-31',None)),
R(5,['设置医用专梯；','错峰送餐；','增设导乘人员'],partner=['护理部','保卫科'],due=D('2023-04-30',None)),
R(6,partner=['放射科','超声科','内镜中心'],due=D('2023-06-30',None)),
R(7,due=D('2023-02-28',None))],heads=dict(A='序号',B='存在问题',C='改进措施',D='责任分工/牵头科室',E='责任分工/配合科室',F='责任分工/责任人',G='完成时间',H='目前进展',I='备注'),skip=[],foot=[])])

# 05 school complaints, csv GB18030
rows=[['2023年5月接诉即办工作台账','','','','','','','',''],
['编号','诉求时间','诉求内容','承办单位','协办单位','经办人','办理时限','办理情况','是否办结'],
['JS-001','2023-5-4','三号宿舍楼热水供应不稳定，晚10点后经常停水','后勤处','动力中心','吴涛','3个工作日','已更换循环泵，热水恢复正常','已办结'],
['JS-002','2023-5-8','图书馆自习座位紧张，建议延长开放时间','图书馆','','郑文','2023-5-12','已将闭馆时间延至22:30','已办结'],
['JS-003','2023-5-9','研究生奖学金发放时间不明确','研究生院','财务处','冯雪','2023-5-16','已公布发放时间表','已办结'],
['JS-004','2023-5-15','东门快递点占道，存在安全隐患','保卫处','后勤处','韩磊','2023-5-31','正在与快递公司协商搬迁','办理中'],
['JS-005','2023-5-22','机关各处室报销流程繁琐，平均需跑4个部门','财务处','机关各处室','冯雪','2023年6月底','已梳理流程','办理中']]
s=Sh(None,rows)
open(OUT+'05-jiesu.csv','wb').write('\r\n'.join(','.join('"%s"'%x if ',' in x else x for x in r) for r in rows).encode('gb18030'))
C=dict(A='no',D='lead',E='partner',F='owner',G='due',H='progress',I='closed')
C2=dict(C,C='problem')
truth('05-jiesu.csv','normal: school complaints',[T(s,[2],C2,[
R(3,due='skip'),R(4,due=D('2023-05-12',None)),R(5,due=D('2023-05-16',None)),R(6,due=D('2023-05-31',None)),R(7,due=D('2023-06-30',None))],foot=[],skip=[],meta={'year':2023})])

# 06 state firm xls
s=Sh('降本增效',[
['XX能源集团2023年降本增效专项行动问题及措施清单']+[N]*9,
['编制单位：企业管理部',N,N,N,N,N,N,'编制日期：2023.3.10',N,N],
['序号','专业领域','问题描述','提升举措','目标值','责任部门','配合部门','责任人','计划完成时间','当前进展'],
[1,'采购','办公物资分散采购，单价偏高','推行集中采购，框架协议覆盖率达到90%','节约120万元','物资供应部','各分（子）公司','丁海波','2023.6.30','已签订框架协议5份'],
[2,'物流','返程空驶率约35%','与第三方物流平台合作，开展返程配载','空驶率降至20%','运销部','物流有限公司','姚远','2023.9.30','平台比选中'],
[3,'能耗','空压机群运行效率低，单耗高于行业均值8%','实施空压机集控改造','年节电60万千瓦时','机电动力部','生产技术部、一分厂、二分厂','秦川','2023.10.31','技术方案评审完成'],
[4,'财务','应收账款周转天数偏长','（1）建立客户信用分级；\n（2）按月清收通报；\n（3）一年以上账款专班清收。','周转天数压降10天','财务资产部','运销部、法律合规部','贺敏','2023.12.31','已完成分级'],
['审核：',N,N,'批准：',N,N,'编制：丁海波',N,N,N]],['A1:J1','A2:G2','H2:J2'])
xls('06-jiangben.xls',[s])
C=dict(A='no',C='problem',D='measure',F='lead',G='partner',H='owner',I='due',J='progress')
truth('06-jiangben.xls','normal: firm',[T(s,[3],C,[
R(4,due=D('2023-06-30',None),partner=['各分（子）公司']),R(5,due=D('2023-09-30',None)),
R(6,due=D('2023-10-31',None),partner=['生产技术部','一分厂','二分厂']),
R(7,['建立客户信用分级；','按月清收通报；','一年以上账款专班清收。'],due=D('2023-12-31',None),partner=['运销部','法律合规部'])],foot=[8],skip=[],meta={'year':2023})])

# 07 community grid
s=Sh('5月',[
['幸福路社区网格问题台账（2024年5月）']+[N]*9,
['序号','所属网格','问题描述','上报时间','网格员','处置措施','处置单位','处置时限','处置结果','备注'],
[1,'第三网格','12号楼前电动车飞线充电',datetime.date(2024,5,6),'田秀兰','现场劝导并拆除飞线，协调增设充电桩','社区居委会',datetime.date(2024,5,10),'已拆除',N],
[2,'第一网格','小区东门井盖破损',datetime.date(2024,5,7),'许刚','联系产权单位更换井盖','街道城管办',datetime.date(2024,5,9),'已更换',N],
[3,'第五网格','楼道堆放杂物，占用消防通道',datetime.date(2024,5,13),'田秀兰','张贴通告，组织志愿者清理','物业服务中心',datetime.date(2024,5,20),'已清理3个单元','持续跟进'],
[4,'第二网格','独居老人王大爷家中水管漏水',datetime.date(2024,5,16),'曹颖','联系维修人员上门维修','社区居委会',datetime.date(2024,5,17),'已修复',N],
[5,N,N,N,N,N,N,N,N,N],[6,N,N,N,N,N,N,N,N,N],[7,N,N,N,N,N,N,N,N,N],
],['A1:J1'])
xlsx('07-wangge.xlsx',[s])
C=dict(A='no',C='problem',F='measure',G='lead',H='due',J='note')
truth('07-wangge.xlsx','normal: community grid, template rows with numbers only at the end',[T(s,[2],C,[
R(3,due=D('2024-05-10',None)),R(4,due=D('2024-05-09',None)),R(5,due=D('2024-05-20',None)),R(6,due=D('2024-05-17',None))],skip=[],meta={'year':2024})])

# 08 pairing six columns docx
s=Sh(None,[
['序号','牵头党支部','共建党支部','结对时间','共建主题','取得成效'],
['1','内科党支部','外科党支部','2022年6月','多学科联合查房','开展联合查房6次，缩短平均住院日1.2天'],
['2','药学部党支部','门诊党支部、急诊党支部','2022.6.21','用药安全进门诊','发放用药手册2000余册'],
['3','机关第一党支部','后勤党支部','2022年7月15日','我为群众办实事','解决职工食堂就餐问题3个'],
['4','护理党支部','幸福路社区党委','2022年9月','健康科普进社区','义诊4场，服务居民500余人次']])
word('08-jiedui.docx','2022年医院党支部结对共建台账',s,['填报人：李丽','联系电话：85321100'])
C=dict(A='no',B='lead',C='partner',D='paired_on',E='theme',F='outcome')
truth('08-jiedui.docx','normal: pairing table, six columns',[T(s,[1],C,[
R(2,paired_on=D('2022-06-30',prec='month')),R(3,paired_on=D('2022-06-21',None,prec='day'),partner=['门诊党支部','急诊党支部']),R(4,paired_on=D('2022-07-15',None)),R(5,paired_on=D('2022-09-30'))],foot=[],skip=[])])

# 09 three lists
a=Sh('问题清单',[['开发区管委会优化营商环境问题清单']+[N]*5,['序号','问题','具体表现','问题来源','问题类别','备注'],
[1,'企业开办环节多','企业反映开办需在3个窗口提交材料','企业座谈会','政务服务',N],
[2,'惠企政策知晓度低','一些小微企业不了解申报条件','问卷调查','政策宣传',N],
[3,'用工招聘难','十家重点企业缺工约800人','走访调研','要素保障',N]],['A1:F1'])
b=Sh('措施清单',[['开发区管委会优化营商环境措施清单']+[N]*5,['序号','问题','具体措施','预期目标','完成时限','进展情况'],
[1,'企业开办环节多','设立“一窗通办”专区','材料压减50%','2023年4月30日前','已设立'],
[N,N,'开展帮办代办服务','帮办专员12名','2023年5月底','已配备8名'],
[2,'惠企政策知晓度低','编印惠企政策汇编','2000册','2023年4月底','印刷中'],
[3,'用工招聘难','举办专场招聘会','不少于6场','2023年10月底','已举办2场'],
[N,N,'与3所职业院校签订合作协议','3份','2023年7月','洽谈中']],['A1:F1','A3:A4','B3:B4','A6:A7','B6:B7'])
c=Sh('责任清单',[['开发区管委会优化营商环境责任清单']+[N]*6,['序号','问题','责任领导','牵头单位','配合单位','责任人','联系电话'],
[1,'企业开办环节多','曾伟','行政审批局','市场监管分局、税务局','彭亮','85660011'],
[2,'惠企政策知晓度低','曾伟','经济发展局','党政办','蒋欣','85660022'],
[3,'用工招聘难','苏红','社会事务局','各镇（街道）','董洋','85660033']],['A1:G1'])
xlsx('09-sanzhang.xlsx',[a,b,c])
truth('09-sanzhang.xlsx','normal: three lists in three sheets',[
T(a,[2],dict(A='no',B='problem',E='class',F='note'),[R(3),R(4),R(5)],foot=[],skip=[]),
T(b,[2],dict(A='no',B='problem',C='measure',E='due',F='progress'),[R(3,due=D('2023-04-30',None)),R(4,due=D('2023-05-31',None)),R(5,due=D('2023-04-30',None)),R(6,due=D('2023-10-31',None)),R(7,due=D('2023-07-31'))],foot=[],skip=[]),
T(c,[2],dict(A='no',B='problem',C='owner_leader',D='lead',E='partner',F='owner'),[R(3,partner=['市场监管分局','税务局'],owner_phone=['85660011']),R(4,owner_phone=['85660022']),R(5,partner=['各镇（街道）'],owner_phone=['85660033'])],foot=[],skip=[])])

# 10 key work decomposition with sections
s=Sh('任务分解',[
['2023年区政府重点工作任务分解表']+[N]*6,
['序号','重点工作','工作举措','牵头领导','牵头单位','配合单位','完成时限'],
['一、扩大有效投资（2项）']+[N]*6,
[1,'重大项目建设','全年实施重点项目85个，完成投资210亿元','陈立新','区发改局','各镇（街道）、经开区管委会','2023年12月'],
[2,'城市更新','启动3个片区城市更新，拆除危旧房1.2万平方米','周涛','区住建局','区自然资源分局','2023年11月底前'],
['二、保障和改善民生（3项）']+[N]*6,
[3,'稳定就业','新增城镇就业9000人，举办招聘会30场','吴敏','区人社局','区总工会、区妇联、团区委','2023年12月'],
[4,'教育优质均衡','建成投用第二实验小学','吴敏','区教育局','区住建局','2023年8月底前'],
[5,'卫生健康','推进区医院新院区建设，年底前主体封顶','吴敏','区卫健局','区城投公司','2023年底'],
],['A1:G1','A3:G3','A6:G6'])
xlsx('10-fenjie.xlsx',[s])
C=dict(A='no',C='measure',D='owner_leader',E='lead',F='partner',G='due')
S1,S2='一、扩大有效投资（2项）','二、保障和改善民生（3项）'
truth('10-fenjie.xlsx','normal: decomposition with section rows',[T(s,[2],C,[
R(4,partner=['各镇（街道）','经开区管委会'],due=D('2023-12-31')),R(5,due=D('2023-11-30',None)),
R(7,partner=['区总工会','区妇联','团区委'],due=D('2023-12-31')),R(8,due=D('2023-08-31',None)),R(9,due=D('2023-12-31'))],foot=[],skip=[(3,'section'),(6,'section')],meta={'year':2023})])

# 11 challenge list
s=Sh('榜单',[
['集团公司2024年科技攻关“揭榜挂帅”项目榜单']+[N]*7,
['序号','榜单名称','发榜单位','技术难题','揭榜单位','揭榜人','考核指标','攻关期限'],
[1,'深部开采冲击地压监测预警','安全监察局','深部矿井冲击地压预警准确率不足60%','西山科技研究院','林晨','预警准确率≥85%','2024年12月31日'],
[2,'低浓度瓦斯提纯','煤层气公司','浓度8%以下瓦斯直接排空','新能源公司','范伟','提纯后浓度≥30%','2025年6月30日'],
[3,'综采工作面智能化','机电部','割煤自动化率低','智能装备公司','曾超','自动化率≥90%','2025年12月31日'],
],['A1:H1'])
xlsx('11-jiebang.xlsx',[s])
truth('11-jiebang.xlsx','normal: challenge list; who is lead is left open',[T(s,[2],dict(A='no',D='problem',H='due'),[
R(3,due=D('2024-12-31',None)),R(4,due=D('2025-06-30',None)),R(5,due=D('2025-12-31',None))],foot=[],skip=[],meta={'year':2024})])

# 12 hazards
s=Sh('隐患台账',[
['安全生产隐患排查整改台账']+[N]*11,
['单位：第二机械厂',N,N,N,N,N,N,N,N,N,'2023年6月',N],
['序号','检查日期','隐患部位','隐患描述','隐患等级','整改措施','整改责任部门','整改责任人','整改期限','整改完成情况','验收人','销号情况'],
[1,'2023/6/2','铸造车间','行车限位器失灵','一般','更换限位器并试车','铸造车间','牛犇','2023/6/5','已整改','段志','已销号'],
[2,'2023/6/2','油库','灭火器压力不足4具','一般','更换灭火器','安环部','崔亮','2023/6/6','已整改','段志','已销号'],
[3,'2023/6/9','危化品仓库','可燃气体报警器未定期检定','较大','委托有资质单位检定；检定期间加密巡检，每2小时1次','安环部','崔亮','2023/6/30','检定中','段志','未销号'],
[4,'2023/6/16','职工宿舍','私拉乱接电线','一般','拆除并教育当事人','后勤服务中心','谭芳','2023/6/16','已整改','段志','已销号'],
['本月累计排查隐患4项，整改完成3项，整改率75%']+[N]*11,
],['A1:L1','A2:E2','A8:L8'])
xlsx('12-yinhuan.xlsx',[s])
C=dict(A='no',D='problem',F='measure',G='lead',H='owner',I='due',L='closed')
truth('12-yinhuan.xlsx','normal: hazards',[T(s,[3],C,[
R(4,due=D('2023-06-05',None)),R(5,due=D('2023-06-06',None)),R(6,due=D('2023-06-30',None)),R(7,due=D('2023-06-16',None))],foot=[8],skip=[],meta={'year':2023})])
exec(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'make2.py'), encoding='utf-8').read())
