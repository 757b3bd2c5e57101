"""Builder for test sheets: every cell carries what is written and what a clerk means by it.

The truth is fixed where the cell is written (u(), m(), day(), lim() ...), never derived by a reader.
UP / LEFT mark the continuation of a merged area, FD an empty cell that the contract fills down.
"""
import calendar, re
UP, LEFT, FD = "^UP", "<LEFT", "FD"
NJ = object()          # not judged: the key is left out of the truth
FILL = {"no", "title", "problem", "lead", "partner", "theme", "class", "owner", "owner_leader", "paired_on"}
LISTS = {"lead", "partner", "owner", "owner_leader"}
FIELDS = ["no", "title", "problem", "measure", "lead", "partner", "owner", "owner_leader", "due", "paired_on",
          "theme", "outcome", "progress", "closed", "class", "note"]

# ---- values with a special spelling in xlsx -------------------------------------------------
class Rich:                      # rich text runs
    def __init__(s, *runs): s.runs = runs
    def __str__(s): return "".join(s.runs)
class Phon:                      # text with a phonetic run that must not be read
    def __init__(s, text, ph): s.text, s.ph = text, ph
    def __str__(s): return s.text
class Inl(str): pass             # inline string, whatever the book uses
class Fx:                        # formula with cached value (str or number)
    def __init__(s, f, v, fmt=None): s.f, s.v, s.fmt = f, v, fmt
    def __str__(s): return str(s.v)
class Num:                       # number with a format; shown = what Excel displays
    def __init__(s, v, fmt, shown): s.v, s.fmt, s.shown = v, fmt, shown
    def __str__(s): return s.shown

# ---- cells with a meaning --------------------------------------------------------------------
class C:
    def __init__(s, v, **t): s.v, s.t = v, t

def split(text): return text.split("、")
def u(text, names=None, open=None, **kw):
    """A cell of units: names default to a plain split on 、 (only used where that is meant)."""
    return C(text, names=split(str(text)) if names is None else names, open=open or [], **kw)
def roles(text, lead, partner, lead_open=None, partner_open=None):
    """A cell that names lead and partners by their roles."""
    return C(text, names=lead, open=lead_open or [], partner=partner, partner_open=partner_open or [])
def m(text, parts): return C(text, parts=parts)
def tx(v, text): return C(v, text=text)
def who(text, names): return C(text, names=names, open=[])

# ---- dates: hand-made meaning; Y = with written year, N = without -----------------------------
def iso(y, mo, d): return "%04d-%02d-%02d" % (y, mo, d)
def eom(y, mo): return iso(y, mo, calendar.monthrange(y, mo)[1])
def D(v, **t):
    if isinstance(v, str): t.setdefault("text", v.strip())
    return C(v, date=t)
def day(v, y, mo, d): return D(v, date=iso(y, mo, d), date_from=None, precision="day", kind="date")
def mon(v, y, mo): return D(v, date=eom(y, mo), date_from=iso(y, mo, 1), precision="month", kind="date")
def lim(v, y, mo): return D(v, date=eom(y, mo), date_from=None, precision="month", kind="date")
def end(v, y, mo): return D(v, date=eom(y, mo), kind="date")              # 6月底: precision, from open
def till(v, y, mo, d, **t): return D(v, date=iso(y, mo, d), kind="date", **t)
def rng(v, y, m1, d1, m2, d2, prec="range", y2=None):
    return D(v, date=iso(y2 or y, m2, d2), date_from=iso(y, m1, d1), precision=prec, kind="date")
def n(v, year, mo, d, **t):      # no written year: the year is that of the sheet (None: nobody knows)
    return D(v, date=None, date_if_year=iso(year, mo, d) if year else None, kind="date", **t)
def nday(v, year, mo, d): return n(v, year, mo, d, date_from=None, precision="day")
def nlim(v, year, mo): return n(v, year, mo, calendar.monthrange(year or 2022, mo)[1], date_from=None, precision="month")
def nmon(v, year, mo): return n(v, year, mo, calendar.monthrange(year or 2022, mo)[1], precision="month")
def now(v): return D(v, date=None, date_if_year=None, kind="immediate")
def ever(v): return D(v, date=None, date_if_year=None, kind="long_term")
def rec(v): return D(v, date=None, date_if_year=None, kind="recurring")
def vague(v, **t): return D(v, date=None, **t)                              # 学期末, 已完成: only the text and null

def norm(h): return re.sub(r"\s+", "", str(h))
def text_of(v):
    if isinstance(v, float) and v == int(v): v = int(v)
    return str(v).strip().replace("\r\n", "\n")

class Sheet:
    def __init__(s, name=None, off=0, is_ledger=True, **meta):
        s.name, s.off, s.is_ledger = name, off, is_ledger
        s.grid, s.recs, s.foots, s.hrows, s.names, s.fields = [], [], [], [], [], []
        s.meta = meta; s.hidden_rows, s.hidden_cols, s.widths = set(), set(), None
        s.state = None; s.drop = set(); s.last = {}; s.above = None; s.keep_absent = True
        s.paras = []            # paragraphs above the table, for documents and pages
    # rows -----------------------------------------------------------------------------------
    def _put(s, cells):
        s.grid.append([None] * s.off + list(cells)); return len(s.grid)
    def raw(s, *cells): return s._put(cells)
    def line(s, text, width):            # one cell merged over the whole width
        return s._put([text] + [LEFT] * (width - 1))
    def blank(s, k=1):
        for _ in range(k): s._put([])
    def foot(s, *cells): s.foots.append(s._put(cells))
    def footline(s, text, width): s.foots.append(s.line(text, width))
    def head(s, *cols):                  # one level: ("heading", field) ...; field "?" = not judged
        s._head = [[c[0] for c in cols]]
        s.hrows = [s._put(s._head[0])]
        s.names = [norm(c[0]) for c in cols]; s.fields = [c[1] for c in cols]
        return s
    def head2(s, top, sub, names, fields):
        s._head = [top, sub]
        s.hrows = [s._put(top), s._put(sub)]; s.names, s.fields = names, fields
        return s
    def again(s):                        # the header once more (a page break copy)
        for r in s._head: s._put(r)
    def row(s, *cells, **over):
        """One data row. Truth of each cell goes into one record per measure."""
        assert len(cells) == len(s.fields), (s.name, len(cells), len(s.fields), cells)
        rec, parts, extra, extra_ok = {}, None, {}, True
        written = []
        for name, f, c in zip(s.names, s.fields, cells):
            v = c.v if isinstance(c, C) else c
            written.append(None if v is FD else v)
            if f == "?":
                continue
            if f is None:
                if v is UP or v is LEFT: extra_ok = False
                elif v is not None and text_of(v) != "": extra[name] = c.t["text"] if isinstance(c, C) and "text" in c.t else text_of(v)
                continue
            if v is UP or v is FD:
                if f in FILL:
                    for k in ([f, f + "_open"] if f in ("lead", "partner") else [f]):
                        if k in s.last: rec[k] = s.last[k]
                elif f == "measure": rec[f] = None
                else: rec[f] = None
                continue
            if f in LISTS:
                if v is None: rec[f] = []; 
                elif isinstance(c, C):
                    if c.t["names"] is not NJ: rec[f] = c.t["names"]
                else: rec[f] = [text_of(v)]
                if f in ("lead", "partner"):
                    rec[f + "_open"] = c.t["open"] if isinstance(c, C) else []
                    if isinstance(c, C) and "partner" in c.t:
                        rec["partner"], rec["partner_open"] = c.t["partner"], c.t["partner_open"]
                    if isinstance(c, C) and c.t["open"] is NJ: del rec[f + "_open"]
            elif f in ("due", "paired_on"):
                if v is None: rec[f] = None
                elif isinstance(c, C): 
                    if c.t["date"] is not NJ: rec[f] = c.t["date"]
                else: raise ValueError("date without meaning: %r" % (v,))
            elif v is None: rec[f] = None
            elif isinstance(c, C) and "parts" in c.t: parts = c.t["parts"]
            elif isinstance(c, C) and "text" in c.t: rec[f] = c.t["text"]
            else: rec[f] = text_of(v)
        # An empty, unmerged cell below a value: the contract would fill it, a clerk may not: not judged.
        if s.recs:
            prob = [c for f, c in zip(s.fields, cells) if f == "problem"]
            for f, c in zip(s.fields, cells):
                if c is None and (f in ("no", "title", "problem", "theme", "class") or
                                  (f in ("lead", "partner") and prob and (prob[0] is UP or prob[0] is FD or prob[0] is None))):
                    rec.pop(f, None); rec.pop(f + "_open", None)
        r = s._put(written)
        s.last = dict(rec)
        if extra_ok: rec["extra"] = extra
        unsure = "?" in s.fields
        if unsure: rec.pop("extra", None)
        if s.keep_absent and not unsure:
            for f in FIELDS:                 # no such column: nothing may be read
                if f not in s.fields and f not in rec and f not in s.drop:
                    rec[f] = [] if f in LISTS else None
                    if f in ("lead", "partner"): rec[f + "_open"] = []
        for k, v in over.items():
            if v is NJ: rec.pop(k, None)
            else: rec[k] = v
        for k in s.drop: rec.pop(k, None)
        for p in (parts or [NJ]):
            one = {"row": r}; one.update(rec)
            if p is not NJ: one["measure"] = p
            s.recs.append({k: one[k] for k in ["row"] + [k for k in
                ["no", "title", "problem", "measure", "lead", "lead_open", "partner", "partner_open", "owner",
                 "owner_leader", "due", "paired_on", "theme", "outcome", "progress", "closed", "class", "note", "extra"]
                if k in one]})
        return r
    # truth ----------------------------------------------------------------------------------
    def truth(s):
        t = {}
        if s.name is not None: t["name"] = s.name
        if s.is_ledger is NJ: return t
        t["is_ledger"] = s.is_ledger
        if not s.is_ledger: return t
        t["header_rows"] = s.hrows
        t["header"] = s.names
        t["mapping"] = {h: f for h, f in zip(s.names, s.fields) if f != "?"}
        t["footer_rows"] = s.foots
        meta = {"title": None, "reporting_unit": None, "reported_at": None, "year": None}
        meta.update(s.meta); t["meta"] = {k: v for k, v in meta.items() if v is not NJ}
        t["records"] = s.recs
        return t

def merges(grid):
    """Rectangles of merged cells: (r1, c1, r2, c2), zero-based, from UP and LEFT marks."""
    out = []
    g = lambda r, c: grid[r][c] if r < len(grid) and c < len(grid[r]) else None
    for r, row in enumerate(grid):
        for c, v in enumerate(row):
            if v is UP or v is LEFT: continue
            c2 = c
            while g(r, c2 + 1) is LEFT: c2 += 1
            r2 = r
            while g(r2 + 1, c) is UP: r2 += 1
            if (r2, c2) != (r, c): out.append((r, c, r2, c2))
    return out
def shown(v): return None if v is UP or v is LEFT or v is None else v
