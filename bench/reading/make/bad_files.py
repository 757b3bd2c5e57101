"""Bad files for the reader and expect.json: {"file": "kind"} (kinds of the contract, or "ok").

Where two kinds are fair, expect.json holds a list.
"""
import io, json, os, random, struct, zipfile, zlib
from writers import X, NS, RNS, REL, PKG, W, zip_bytes, docx_parts, col

HEAD = ["序号", "难题", "举措", "牵头单位", "完成时限"]
DATA = [["1", "停车难", "增设车位", "后勤处", "2022年6月底前"], ["2", "排队久", "错峰", "教务处", "立行立改"]]
def rowxml(r, cells): return '<row r="%d">%s</row>' % (r, "".join('<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>' % (col(c), r, v) for c, v in enumerate(cells)))
BODY = "".join(rowxml(i, r) for i, r in enumerate([HEAD] + DATA, 1))
def sheet(data=BODY, pre="", post="", top=X): return top + pre + '<worksheet %s %s><sheetData>%s</sheetData>%s</worksheet>' % (NS, RNS, data, post)
def parts(sheet_xml=None, sst=None, rels=None, tabs=None, wb=None, extra_over=""):
    over = '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    r = '<Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>' % REL
    if sst is not None:
        over += '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
        r += '<Relationship Id="rId2" Type="%s/sharedStrings" Target="sharedStrings.xml"/>' % REL
    p = [("[Content_Types].xml", X + '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>%s</Types>' % (PKG, over + extra_over)),
         ("_rels/.rels", X + '<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % (PKG, REL)),
         ("xl/workbook.xml", wb or X + '<workbook %s %s><sheets>%s</sheets></workbook>' % (NS, RNS, tabs or '<sheet name="台账" sheetId="1" r:id="rId1"/>')),
         ("xl/_rels/workbook.xml.rels", rels or X + '<Relationships xmlns="%s/relationships">%s</Relationships>' % (PKG, r)),
         ("xl/worksheets/sheet1.xml", sheet_xml or sheet())]
    if sst is not None: p.append(("xl/sharedStrings.xml", sst))
    return p
def stream_zip(small, big_name, chunk, times, head=b"", tail=b""):
    """A zip with one very large member, written in pieces so that memory stays low."""
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for n, d in small:
            i = zipfile.ZipInfo(n, (2022, 9, 1, 8, 0, 0)); i.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(i, d)
        i = zipfile.ZipInfo(big_name, (2022, 9, 1, 8, 0, 0)); i.compress_type = zipfile.ZIP_DEFLATED
        with z.open(i, "w") as f:
            f.write(head)
            for _ in range(times): f.write(chunk)
            f.write(tail)
    return b.getvalue()
def ole(streams):
    """A minimal compound file (512-byte sectors, no mini stream: every stream is padded to 4096 bytes or more)."""
    secs, fat, entries = [], [], []
    for name, data in streams:
        data = data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0"); start = len(secs); k = len(data) // 512
        for i in range(k): secs.append(data[i * 512:(i + 1) * 512]); fat.append(start + i + 1 if i + 1 < k else 0xFFFFFFFE)
        entries.append((name, start, len(data)))
    def ent(name, kind, left, right, child, start, size):
        n = name.encode("utf-16-le") + b"\0\0"
        return n.ljust(64, b"\0") + struct.pack("<HBBIII16sIQQIQ", len(n), kind, 1, left, right, child, b"\0" * 16, 0, 0, 0, start, size)
    NONE = 0xFFFFFFFF
    d = ent("Root Entry", 5, NONE, NONE, 1, 0xFFFFFFFE, 0)
    for i, (nm, st, size) in enumerate(entries): d += ent(nm, 2, NONE, i + 2 if i + 1 < len(entries) else NONE, NONE, st, size)
    while len(d) % 512: d += b"\0" * 64 + struct.pack("<HBBIII16sIQQIQ", 0, 0, 0, NONE, NONE, NONE, b"\0" * 16, 0, 0, 0, 0, 0)
    dstart = len(secs); k = len(d) // 512
    for i in range(k): secs.append(d[i * 512:(i + 1) * 512]); fat.append(dstart + i + 1 if i + 1 < k else 0xFFFFFFFE)
    fstart = len(secs); nf = -(-(len(fat) + 1) // 128)
    while -(-(len(fat) + nf) // 128) > nf: nf += 1
    fat += [0xFFFFFFFD] * nf; fat += [NONE] * (nf * 128 - len(fat))
    fb = struct.pack("<%dI" % len(fat), *fat)
    for i in range(nf): secs.append(fb[i * 512:(i + 1) * 512])
    h = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6sIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, b"\0" * 6, 0, nf, dstart, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    h += struct.pack("<109I", *([fstart + i for i in range(nf)] + [NONE] * (109 - nf)))
    return h + b"".join(secs)

def write(d):
    os.makedirs(d, exist_ok=True)
    for f in os.listdir(d): os.remove(os.path.join(d, f))
    exp = {}
    def put(name, data, kind):
        if isinstance(data, str): data = data.encode("utf-8")
        assert len(data) < 2 << 20, (name, len(data))
        with open(os.path.join(d, name), "wb") as f: f.write(data)
        exp[name] = kind
    small = [p for p in parts() if "sheet1" not in p[0]]
    wh, wt = (X + '<worksheet %s><sheetData>' % NS).encode(), b"</sheetData></worksheet>"
    put("01-bomb-cells.xlsx", stream_zip(small, "xl/worksheets/sheet1.xml", b'<row><c t="inlineStr"><is><t>%s</t></is></c></row>' % (b"A" * 16000) * 16, 900, wh, wt), "too_large")
    sst = [p for p in parts(sheet(BODY + '<row r="4"><c r="A4" t="s"><v>0</v></c></row>'), sst="") if "sharedStrings.xml" not in p[0]]
    put("02-bomb-shared-strings.xlsx", stream_zip(sst, "xl/sharedStrings.xml", b"<si><t>%s</t></si>" % (b"\xe9\x9a\xbe" * 8000) * 8, 1200, (X + "<sst %s>" % NS).encode(), b"</sst>"), "too_large")
    # an unused part that is a bomb: never inflated by a reader that takes only what it needs
    put("03-bomb-unused-part.xlsx", stream_zip(parts(), "xl/media/image1.png", b"\0" * (1 << 20), 300), ["ok", "too_large"])
    # the central directory says 100 bytes, the stream inflates to 200 MB
    z = stream_zip(small, "xl/worksheets/sheet1.xml", b" " * (1 << 20), 220, wh, BODY.encode() + wt)
    z = bytearray(z); size = len(wh) + len(BODY.encode() + wt) + (220 << 20)
    k = 0
    while (k := z.find(struct.pack("<I", size), k)) >= 0: z[k:k + 4] = struct.pack("<I", 100); k += 4
    put("04-lying-size.xlsx", bytes(z), ["too_large", "damaged"])
    # the other way round: a small part that says it has 4 GB
    z = bytearray(zip_bytes(parts())); n = z.rfind(b"PK\1\2"); z[n + 24:n + 28] = struct.pack("<I", 0xFFFFFFF0)
    put("05-says-4gb.xlsx", bytes(z), ["too_large", "damaged", "ok"])
    put("06-million-empty-rows.xlsx", stream_zip(small, "xl/worksheets/sheet1.xml", b'<row ht="15" customHeight="1"/>' * 1000, 1040, wh + BODY.encode(), wt), "ok")
    put("07-far-cell.xlsx", zip_bytes(parts(sheet(BODY + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))), "ok")
    lol = '<!DOCTYPE x [<!ENTITY a0 "哈哈">' + "".join('<!ENTITY a%d "%s">' % (i, "&a%d;" % (i - 1) * 10) for i in range(1, 10)) + "]>\n"
    put("08-billion-laughs-sheet.xlsx", zip_bytes(parts(sheet(BODY.replace("停车难", "&a9;"), pre=lol))), "unsafe")
    put("09-external-entity-strings.xlsx", zip_bytes(parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + BODY.replace('r="1"', 'r="2"', 1)), sst=X + '<!DOCTYPE sst [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n<sst %s><si><t>&e;</t></si></sst>' % NS)), "unsafe")
    put("10-doctype-rels.xlsx", zip_bytes(parts(rels=X + '<!DOCTYPE Relationships SYSTEM "http://127.0.0.1:9/x.dtd">\n<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/></Relationships>' % (PKG, REL))), "unsafe")
    good = zip_bytes(parts())
    put("11-truncated.xlsx", good[:len(good) * 2 // 3], "damaged")
    put("12-random-bytes.xlsx", random.Random(7).randbytes(20000), ["unsupported", "damaged"])
    put("13-empty.xlsx", b"", "empty")
    info = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"><keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="AAAAAAAAAAAAAAAAAAAAAA=="/></encryption>'
    put("14-password.xlsx", ole([("EncryptionInfo", struct.pack("<HHI", 4, 4, 0x40) + info.encode()), ("EncryptedPackage", struct.pack("<Q", 9000) + random.Random(3).randbytes(9008))]), "protected")
    raw = b"".join(b"\0" + b"\xff\0\0" * 16 for _ in range(16))
    chunk = lambda t, x: struct.pack(">I", len(x)) + t + x + struct.pack(">I", zlib.crc32(t + x))
    put("15-png.xlsx", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""), "unsupported")
    put("16-report.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", "unsupported")
    tbl = "<w:tbl>%s</w:tbl>" % "".join("<w:tr>%s</w:tr>" % "".join("<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>" % v for v in r) for r in [HEAD] + DATA)
    dx = lambda body, pre="": X + pre + "<w:document %s><w:body>%s</w:body></w:document>" % (W, body)
    dm = zipfile.ZipFile(io.BytesIO(docx_parts(dx(tbl))))
    ct = [(n, dm.read(n).replace(b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", b"application/vnd.ms-word.document.macroEnabled.main+xml")) for n in dm.namelist()]
    put("17-macros.docm", zip_bytes(ct + [("word/vbaProject.bin", ole([("VBA", b"Attribute VB_Name")]))]), ["ok", "unsupported", "unsafe"])
    put("18-shared-count-lies.xlsx", zip_bytes(parts(sheet("".join('<row r="%d">%s</row>' % (r, "".join('<c r="%s%d" t="s"><v>%d</v></c>' % (col(c), r, (r - 1) * 5 + c) for c in range(5))) for r in (1, 2, 3))),
        sst=X + '<sst %s count="4294967295" uniqueCount="4294967295">%s</sst>' % (NS, "".join("<si><t>%s</t></si>" % v for r in [HEAD] + DATA for v in r)))), "ok")
    put("19-shared-index-beyond.xlsx", zip_bytes(parts(sheet('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>' + BODY.replace('r="1"', 'r="2"', 1)), sst=X + '<sst %s><si><t>序号</t></si></sst>' % NS)), ["damaged", "ok"])
    mg = "".join('<mergeCell ref="A%d:B%d"/>' % (i, i) for i in range(10, 1010)) * 1000
    put("20-million-merges.xlsx", zip_bytes(parts(sheet(post='<mergeCells count="1000000">%s</mergeCells>' % mg)), 6), ["too_large", "too_slow", "ok", "damaged"])
    put("21-merge-whole-sheet.xlsx", zip_bytes(parts(sheet(post='<mergeCells count="3"><mergeCell ref="A10:XFD1048576"/><mergeCell ref="A11:A9"/><mergeCell ref="B2:ZZZZ99999999"/></mergeCells>'))), ["ok", "damaged", "too_large"])
    tabs = "".join('<sheet name="S%d" sheetId="%d" r:id="rId%d"/>' % (i, i, i) for i in range(1, 10001))
    rel = X + '<Relationships xmlns="%s/relationships">%s</Relationships>' % (PKG, "".join('<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>' % (i, REL) for i in range(1, 10001)))
    put("22-ten-thousand-sheets.xlsx", zip_bytes(parts(tabs=tabs, rels=rel)), "too_large")
    put("23-deep-xml.xlsx", zip_bytes(parts(sheet(BODY + '<row r="9"><c r="A9" t="inlineStr"><is>' + "<x>" * 500000 + "</x>" * 500000 + "</is></c></row>"))), ["damaged", "too_large", "unsafe", "ok"])
    import xlwt
    wb = xlwt.Workbook(); ws = wb.add_sheet("台账")
    for r, row in enumerate([HEAD] + DATA * 60):
        for c, v in enumerate(row): ws.write(r, c, v + str(r) if r else v)
    b = io.BytesIO(); wb.save(b); full = b.getvalue()
    put("24-truncated.xls", full[:len(full) // 2], "damaged")
    z = bytearray(full); rnd = random.Random(11)
    for _ in range(60): z[rnd.randrange(512, len(z))] = rnd.randrange(256)
    put("25-bit-rot.xls", bytes(z), ["damaged", "ok", "unsafe", "too_large"])
    put("26-utf16-laughs.xlsx", zip_bytes(parts(sheet(BODY.replace("停车难", "&a9;"), pre=lol, top='<?xml version="1.0" encoding="UTF-16"?>\n').encode("utf-16"))), ["unsafe", "damaged"])
    put("27-docx-bomb.docx", stream_zip([(n, dm.read(n)) for n in dm.namelist() if "document.xml" not in n], "word/document.xml", ("<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % ("难" * 5000)).encode() * 16, 900, ('%s<w:document %s><w:body>' % (X, W)).encode() + tbl.encode(), b"</w:body></w:document>"), "too_large")
    put("28-docx-entity.docx", docx_parts(dx(tbl.replace("停车难", "&e;"), '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>')), "unsafe")
    put("29-docx-span.docx", docx_parts(dx(tbl.replace("<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>', 1))), ["ok", "damaged", "too_large"])
    put("30-html-span.html", "<meta charset=utf-8><table><tr>" + "".join("<td rowspan=99999999 colspan=99999999>%s</td>" % h for h in HEAD) + "</tr>" + "".join("<tr>%s</tr>" % "".join("<td>%s</td>" % v for v in r) for r in DATA) + "</table>", ["ok", "too_large", "damaged"])
    put("31-html-deep.html", "<meta charset=utf-8>" + "<table><tr><td>" * 60000 + "序号", ["ok", "damaged", "too_large", "unsupported"])
    put("32-rel-escapes.xlsx", zip_bytes(parts(rels=X + '<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/worksheet" Target="../../../../etc/passwd"/></Relationships>' % (PKG, REL))), ["damaged", "unsafe"])
    put("33-no-workbook.xlsx", zip_bytes([p for p in parts() if "workbook.xml" not in p[0]]), ["damaged", "unsupported"])
    put("34-plain.zip.xlsx", zip_bytes([("readme.txt", "说明"), ("a/b.csv", "序号,难题,举措\n1,甲,乙\n")]), ["unsupported", "damaged"])
    put("35-bad-crc.xlsx", (lambda g: g[:g.find(b"PK\3\4", 40) + 60] + b"\xff\xff" + g[g.find(b"PK\3\4", 40) + 62:])(good), ["damaged", "ok"])
    put("36-nul-bytes.csv", b"\0" * 4096, ["unsupported", "damaged", "empty"])
    put("37-only-blank.csv", b"\xef\xbb\xbf\r\n   \r\n\t\r\n", ["empty", "ok"])
    put("38-open-quote.csv", '序号,难题,举措,牵头单位\n1,"停车难,增设车位,后勤处\n2,排队久,错峰,教务处\n', ["ok", "damaged"])
    put("39-wide-csv.csv", "序号,难题,举措,牵头单位" + "," * 300000 + "\n1,停车难,增设车位,后勤处\n", ["ok", "too_large"])
    with open(os.path.join(d, "expect.json"), "w", encoding="utf-8") as f: json.dump(exp, f, ensure_ascii=False, indent=1); f.write("\n")
if __name__ == "__main__": write("bad")
