import json, os, datetime, csv, io
import openpyxl, xlwt, docx
from openpyxl.utils import range_boundaries
# Beside the others, as w01-…; these programs write the time into their files, so bytes differ from run to run.
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'sheets')
os.makedirs(OUT,exist_ok=True)
D=datetime.date; DT=datetime.datetime
class S:
    def __init__(s,name,rows,merges='',truth=None,hide_cols='',hide_rows=(),fmts=None,strike=()):
        s.name,s.rows,s.merges,s.truth=name,rows,merges.split(),truth
        s.hide_cols,s.hide_rows,s.fmts=hide_cols.split(),hide_rows,fmts or {}
def T(rows,meta=None,head=None,map=None,foot=None,skip=None,ledger=True,**k):
    t={"is_ledger":ledger}
    if not ledger: return t
    if head is not None:t["header_rows"]=head
    if map is not None:t["mapping"]=map
    if meta is not None:t["meta"]=meta
    if foot is not None:t["footer_rows"]=foot
    if skip is not None:t["skipped_rows"]=skip
    if rows is not None:t["records"]=rows
    t.update(k); return t
def R(row,part=1,**k): return dict(row=row,part=part,**k)
def due(date=None,kind='date',ify=None,frm=0,prec=None):
    d={"date":date,"kind":kind}
    if ify: d["date_if_year"]=ify
    if frm!=0: d["date_from"]=frm
    if prec: d["precision"]=prec
    return d
def save(n,ext,about,sheets):
    base=f'{OUT}/w{n}'; p=f'{base}.{ext}'
    if ext=='xlsx':
        wb=openpyxl.Workbook(); wb.remove(wb.active)
        for s in sheets:
            ws=wb.create_sheet(s.name)
            for r,row in enumerate(s.rows,1):
                for c,v in enumerate(row,1):
                    if v is None or v=='':continue
                    x=ws.cell(r,c,v)
                    if isinstance(v,str) and v.startswith('='): x.data_type='s'
            for m in s.merges: ws.merge_cells(m)
            for c in s.hide_cols: ws.column_dimensions[c].hidden=True
            for r in s.hide_rows: ws.row_dimensions[r].hidden=True
            for a,f in s.fmts.items(): ws[a].number_format=f
        wb.save(p)
    elif ext=='xls':
        wb=xlwt.Workbook(encoding='utf-8')
        for s in sheets:
            ws=wb.add_sheet(s.name); done=set()
            for m in s.merges:
                c1,r1,c2,r2=range_boundaries(m)
                v=s.rows[r1-1][c1-1] if c1<=len(s.rows[r1-1]) else ''
                ws.write_merge(r1-1,r2-1,c1-1,c2-1,v if v is not None else '')
                done|={(r,c) for r in range(r1,r2+1) for c in range(c1,c2+1)}
            for r,row in enumerate(s.rows,1):
                for c,v in enumerate(row,1):
                    if v is None or v=='' or (r,c) in done: continue
                    if isinstance(v,(D,DT)):
                        st=xlwt.XFStyle(); st.num_format_str='yyyy/m/d'; ws.write(r-1,c-1,v,st)
                    else: ws.write(r-1,c-1,v)
        wb.save(p)
    elif ext in('csv','txt'):
        f=io.StringIO(); w=csv.writer(f,delimiter=',' if ext=='csv' else '\t',lineterminator='\r\n')
        for row in sheets[0].rows: w.writerow(['' if v is None else v for v in row])
        open(p,'wb').write(f.getvalue().encode('gb18030' if ext=='csv' else 'utf-8'))
    elif ext=='docx':
        d=docx.Document()
        for s in sheets:
            for line in getattr(s,'before',[]): d.add_paragraph(line)
            nc=max(len(r) for r in s.rows); t=d.add_table(len(s.rows),nc)
            for r,row in enumerate(s.rows):
                for c,v in enumerate(row):
                    if v not in(None,''): t.cell(r,c).text=str(v)
            for m in s.merges:
                c1,r1,c2,r2=range_boundaries(m)
                t.cell(r1-1,c1-1).merge(t.cell(r2-1,c2-1))
            # python-docx leaves empty paragraphs in merged cells: harmless
        d.save(p)
    elif ext=='html':
        h=['<html><head><meta charset="utf-8"><title>x</title></head><body>']
        for s in sheets:
            for line in getattr(s,'before',[]): h.append(f'<p style="text-align:center"><b>{line}</b></p>')
            h.append('<table border=1><tbody>'); cov={}; span={}
            for m in s.merges:
                c1,r1,c2,r2=range_boundaries(m); span[(r1,c1)]=(r2-r1+1,c2-c1+1)
                for r in range(r1,r2+1):
                    for c in range(c1,c2+1):
                        if (r,c)!=(r1,c1): cov[(r,c)]=1
            nc=max(len(r) for r in s.rows)
            for r,row in enumerate(s.rows,1):
                h.append('<tr>')
                for c in range(1,nc+1):
                    if (r,c) in cov: continue
                    v=row[c-1] if c<=len(row) and row[c-1] is not None else '&nbsp;'
                    a=''
                    if (r,c) in span:
                        a=f' rowspan={span[(r,c)][0]} colspan={span[(r,c)][1]}'
                    h.append(f'<td{a}><p><span>'+str(v).replace('\n','</span></p><p><span>')+'</span></p></td>')
                h.append('</tr>')
            h.append('</tbody></table><p>来源：市政府办公室</p>')
        h.append('</body></html>'); open(p,'w').write('\n'.join(h))
    json.dump({"about":about,"sheets":[s.truth for s in sheets]},open(base+'.truth.json','w'),ensure_ascii=False,indent=1)
