"""Writers with fixed dates: xlsx and docx by hand (to place any trap), xls by xlwt, text and HTML."""
import io, zipfile
from xml.sax.saxutils import escape
from lib import *

def esc(s): return escape(str(s), {'"': "&quot;"}).replace("\n", "&#10;")
def col(c):
    s = ""
    c += 1
    while c: c, k = divmod(c - 1, 26); s = chr(65 + k) + s
    return s
def zip_bytes(parts, level=9):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w") as z:
        for name, data in parts:
            i = zipfile.ZipInfo(name, (2022, 9, 1, 8, 0, 0)); i.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(i, data if isinstance(data, bytes) else data.encode("utf-8"), compresslevel=level)
    return b.getvalue()

X = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RNS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006"

def xlsx(sheets, strings="shared", date1904=False, dimension=True, prefix=False, charts=(), names="", spans=True):
    """sheets: Sheet objects in tab order; charts: names of chart sheets put at the end."""
    sst, index, fmts = [], {}, {}
    def si(v):
        if isinstance(v, Rich):
            return "".join("<r>%s<t xml:space=\"preserve\">%s</t></r>" % ("<rPr><b/><sz val=\"12\"/><color rgb=\"FFFF0000\"/></rPr>" if i % 2 else "", esc(t)) for i, t in enumerate(v.runs))
        if isinstance(v, Phon):
            return '<t>%s</t><rPh sb="0" eb="%d"><t>%s</t></rPh><phoneticPr fontId="0"/>' % (esc(v.text), len(v.text), esc(v.ph))
        return '<t xml:space="preserve">%s</t>' % esc(v)
    def style(fmt):
        if fmt is None: return 0
        return fmts.setdefault(fmt, len(fmts) + 1)
    def cell(ref, v):
        if isinstance(v, Fx):
            s = style(v.fmt)
            if isinstance(v.v, str): return '<c r="%s" s="%d" t="str"><f>%s</f><v>%s</v></c>' % (ref, s, esc(v.f), esc(v.v))
            return '<c r="%s" s="%d"><f>%s</f><v>%s</v></c>' % (ref, s, esc(v.f), v.v)
        if isinstance(v, Num): return '<c r="%s" s="%d"><v>%s</v></c>' % (ref, style(v.fmt), v.v)
        if isinstance(v, bool): return '<c r="%s" t="b"><v>%d</v></c>' % (ref, v)
        if isinstance(v, (int, float)): return '<c r="%s"><v>%s</v></c>' % (ref, v)
        x = si(v)
        if strings == "inline" or isinstance(v, Inl): return '<c r="%s" t="inlineStr"><is>%s</is></c>' % (ref, x)
        if x not in index: index[x] = len(sst); sst.append(x)
        return '<c r="%s" t="s"><v>%d</v></c>' % (ref, index[x])
    parts, over, rels, tabs = [], "", "", ""
    for k, s in enumerate(sheets, 1):
        width = max([len(r) for r in s.grid] + [1])
        o = [X, "<worksheet %s %s>" % (NS, RNS)]
        if dimension and s.grid: o.append('<dimension ref="A1:%s%d"/>' % (col(width - 1), len(s.grid)))
        o.append('<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>')
        if s.hidden_cols:
            o.append("<cols>" + "".join('<col min="%d" max="%d" width="9" hidden="1" customWidth="1"/>' % (c, c) for c in sorted(s.hidden_cols)) + "</cols>")
        o.append("<sheetData>")
        for r, row in enumerate(s.grid, 1):
            cs = "".join(cell(col(c) + str(r), v) for c, v in enumerate(row) if shown(v) is not None)
            if cs or r in s.hidden_rows:
                o.append('<row r="%d"%s%s>%s</row>' % (r, ' spans="1:%d"' % width if spans else "", ' hidden="1"' if r in s.hidden_rows else "", cs))
        o.append("</sheetData>")
        mm = merges(s.grid)
        if mm: o.append('<mergeCells count="%d">' % len(mm) + "".join('<mergeCell ref="%s%d:%s%d"/>' % (col(b), a + 1, col(d), c + 1) for a, b, c, d in mm) + "</mergeCells>")
        o.append('<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>')
        x = "".join(o)
        if prefix:      # the same elements with a namespace prefix, as some exporters write
            x = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", x).replace('xmlns="http', 'xmlns:x="http')
        parts.append(("xl/worksheets/sheet%d.xml" % k, x))
        over += '<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' % k
        rels += '<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (k, REL, k)
        tabs += '<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>' % (esc(s.name), k, ' state="%s"' % s.state if s.state else "", k)
    k = len(sheets)
    for j, name in enumerate(charts, 1):
        parts.append(("xl/chartsheets/sheet%d.xml" % j, X + '<chartsheet %s %s><sheetViews><sheetView workbookViewId="0"/></sheetViews><drawing r:id="rId1"/></chartsheet>' % (NS, RNS)))
        parts.append(("xl/chartsheets/_rels/sheet%d.xml.rels" % j, X + '<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/drawing" Target="../drawings/drawing%d.xml"/></Relationships>' % (PKG, REL, j)))
        parts.append(("xl/drawings/drawing%d.xml" % j, X + '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'))
        over += '<Override PartName="/xl/chartsheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.chartsheet+xml"/><Override PartName="/xl/drawings/drawing%d.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>' % (j, j)
        rels += '<Relationship Id="rIdC%d" Type="%s/chartsheet" Target="chartsheets/sheet%d.xml"/>' % (j, REL, j)
        tabs += '<sheet name="%s" sheetId="%d" r:id="rIdC%d"/>' % (esc(name), k + j, j)
    rels += '<Relationship Id="rIdS" Type="%s/styles" Target="styles.xml"/>' % REL
    over += '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    if sst:
        parts.append(("xl/sharedStrings.xml", X + '<sst %s count="%d" uniqueCount="%d">' % (NS, len(sst), len(sst)) + "".join("<si>%s</si>" % x for x in sst) + "</sst>"))
        rels += '<Relationship Id="rIdT" Type="%s/sharedStrings" Target="sharedStrings.xml"/>' % REL
        over += '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    builtin = {"General": 0, "0": 1, "0.00": 2, "0%": 9, "0.00%": 10, "yyyy-mm-dd@14": 14, "@": 49, "@57": 57, "@31": 31}
    xf, nf = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>', ""
    for f, i in fmts.items():
        fid = builtin.get(f, 175 + i)
        if f not in builtin: nf += '<numFmt numFmtId="%d" formatCode="%s"/>' % (fid, esc(f))
        xf += '<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' % fid
    nn = '<numFmts count="%d">%s</numFmts>' % (nf.count("<numFmt "), nf) if nf else ""
    parts.append(("xl/styles.xml", X + '<styleSheet %s>%s<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="%d">%s</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>' % (NS, nn, len(fmts) + 1, xf)))
    book = X + '<workbook %s %s><workbookPr%s/><sheets>%s</sheets>%s</workbook>' % (NS, RNS, ' date1904="1"' if date1904 else "", tabs, names)
    first = [("[Content_Types].xml", X + '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>%s</Types>' % (PKG, over)),
             ("_rels/.rels", X + '<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % (PKG, REL)),
             ("xl/workbook.xml", book),
             ("xl/_rels/workbook.xml.rels", X + '<Relationships xmlns="%s/relationships">%s</Relationships>' % (PKG, rels))]
    return zip_bytes(first + parts)

def xls(sheets):
    import xlwt
    wb = xlwt.Workbook(encoding="utf-8")
    styles = {}
    def st(fmt):
        if fmt not in styles: styles[fmt] = xlwt.easyxf(num_format_str=fmt or "General")
        return styles[fmt]
    for s in sheets:
        ws = wb.add_sheet(s.name)
        mm = {(a, b): (c, d) for a, b, c, d in merges(s.grid)}
        for r, row in enumerate(s.grid):
            for c, v in enumerate(row):
                if shown(v) is None: continue
                fmt = None
                if isinstance(v, Num): v, fmt = v.v, v.fmt
                elif not isinstance(v, (int, float)): v = str(v)
                if (r, c) in mm: ws.write_merge(r, mm[r, c][0], c, mm[r, c][1], v, st(fmt))
                else: ws.write(r, c, v, st(fmt))
        for r in s.hidden_rows: ws.row(r - 1).hidden = True
        for c in s.hidden_cols: ws.col(c - 1).hidden = True
    b = io.BytesIO(); wb.save(b); return b.getvalue()

def csvtext(s, sep=",", eol="\r\n", ragged=False, always=False):
    width = max(len(r) for r in s.grid); out = []
    for row in s.grid:
        cells = ["" if shown(v) is None else str(v) for v in row]
        if ragged:
            while cells and cells[-1] == "": cells.pop()
        else: cells += [""] * (width - len(cells))
        q = lambda t: '"%s"' % t.replace('"', '""') if always or any(k in t for k in (sep, '"', "\n", "\r")) else t
        out.append(sep.join(q(t) for t in cells))
    return eol.join(out) + eol

def span_cells(grid):
    """Rows of (value, rowspan, colspan) without covered cells."""
    mm = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in merges(grid)}
    width = max(len(r) for r in grid)
    for r, row in enumerate(grid):
        yield [(c, v) + mm.get((r, c), (1, 1)) for c, v in enumerate(list(row) + [None] * (width - len(row))) if v is not UP and v is not LEFT]

def table_html(s, br="<br>", th=0, td=""):
    o = ["<table border=1>"]
    for r, row in enumerate(span_cells(s.grid)):
        o.append("<tr>" + "".join("<%s%s%s%s>%s</%s>" % (t, " rowspan=%d" % rs if rs > 1 else "", ' colspan="%d"' % cs if cs > 1 else "", td,
                 "" if v is None else escape(str(v)).replace("\n", br), t)
                 for c, v, rs, cs in row for t in ["th" if r < th else "td"]) + "</tr>")
    return "\n".join(o) + "\n</table>"

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
def para(t, runs=1):
    """A paragraph; runs > 1 cuts the text into runs as Word does."""
    if not t: return "<w:p/>"
    step = max(1, -(-len(t) // runs))
    return "<w:p>" + "".join('<w:r><w:t xml:space="preserve">%s</w:t></w:r>' % escape(t[i:i + step]) for i in range(0, len(t), step)) + "</w:p>"
def docx(blocks, brk=False):
    """blocks: str = paragraph, Sheet = table. brk: a line break inside a cell is w:br instead of a paragraph."""
    o = []
    for b in blocks:
        if isinstance(b, str): o.append(para(b, 3)); continue
        width = max(len(r) for r in b.grid)
        o.append("<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>" + "<w:gridCol w:w=\"1200\"/>" * width + "</w:tblGrid>")
        top = {}
        for a, c1, c, c2 in merges(b.grid):
            for r in range(a, c + 1): top[r, c1] = (r == a, c > a, c2 - c1 + 1)
        for r, row in enumerate(b.grid):
            o.append("<w:tr>"); row = list(row) + [None] * (width - len(row)); c = 0
            while c < width:
                first, vert, span = top.get((r, c), (True, False, 1))
                pr = ('<w:gridSpan w:val="%d"/>' % span if span > 1 else "") + ('<w:vMerge w:val="restart"/>' if vert and first else "<w:vMerge/>" if vert else "")
                t = "" if shown(row[c]) is None else str(row[c])
                if brk: body = "<w:p>" + "<w:r><w:br/></w:r>".join('<w:r><w:t xml:space="preserve">%s</w:t></w:r>' % escape(x) for x in t.split("\n")) + "</w:p>"
                else: body = "".join(para(x, 2) for x in t.split("\n"))
                o.append("<w:tc><w:tcPr><w:tcW w:w=\"1200\" w:type=\"dxa\"/>%s</w:tcPr>%s</w:tc>" % (pr, body)); c += span
            o.append("</w:tr>")
        o.append("</w:tbl>")
    doc = X + "<w:document %s><w:body>%s<w:sectPr/></w:body></w:document>" % (W, "".join(o))
    return docx_parts(doc)
def docx_parts(doc):
    return zip_bytes([("[Content_Types].xml", X + '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>' % PKG),
        ("_rels/.rels", X + '<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/officeDocument" Target="word/document.xml"/></Relationships>' % (PKG, REL)),
        ("word/document.xml", doc)])
