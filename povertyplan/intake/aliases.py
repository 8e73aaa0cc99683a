"""How offices name the columns of a household list, and which field each name means.

A label is compared without marks, capitals and punctuation: for headings that is safe, for names of
communes it is not (see communes.py). Fields of needs and causes are written "need:credit", "cause:no_land".
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from povertyplan.vietnamese import unaccented

from .words import cause_keys, need_keys

LABELS = {
    "stt": "stt; tt; so tt; so thu tu; thu tu; stt ho; stt chu ho; no",
    "member_no": "stt thanh vien; stt tv; so thu tu thanh vien; stt nhan khau; stt khau",
    "code": "ma ho; ma so ho; ma ho ngheo; ma dinh danh ho; ma ho gia dinh; ma so; ma",
    "head": "ho va ten chu ho; ho ten chu ho; chu ho; ten chu ho; ho va ten chu ho ngheo; ho ten chu ho ngheo; "
    "ten chu ho ngheo; chu ho ngheo; dai dien ho; ho va ten nguoi dai dien; ten ho; ho ngheo; ho va ten ch",
    "person": "ho va ten; ho ten; ten; ho va ten khai sinh; ho va ten doi tuong; ho chu dem va ten",
    "member_name": "ho va ten thanh vien; ho ten thanh vien; ten thanh vien; thanh vien; ho va ten nhan khau; "
    "ho va ten thanh vien trong ho; ho ten thanh vien trong ho; thanh vien trong ho",
    "relation": "quan he voi chu ho; quan he; moi quan he voi chu ho; moi quan he; qh voi chu ho; qh; "
    "quan he chu ho; quan he ho",
    "sex": "gioi tinh; gt; phai; nam nu; gioi; gioi tinh nam nu",
    "birth": "nam sinh; ngay sinh; ngay thang nam sinh; n sinh; ns; sinh nam; sinh ngay; ngay thang sinh; "
    "nam sinh chu ho; ngay sinh chu ho; ngay thang nam sinh chu ho",
    "id_no": "so cccd cmnd; so cmnd cccd; cmnd cccd; cccd cmnd; cccd; so cccd; so can cuoc cong dan; "
    "can cuoc cong dan; so can cuoc; can cuoc; so dinh danh; so dinh danh ca nhan; ma dinh danh; "
    "ma dinh danh ca nhan; cmnd can cuoc cong dan; so giay to; giay to tuy than; cmt cccd; so cmt cccd; "
    "cmnd cccd so dinh danh; so cmnd cccd dinh danh",
    "cmnd": "cmnd; so cmnd; chung minh nhan dan; so chung minh nhan dan; so cmnd cu; cmt; so cmt; cmnd cu; "
    "so chung minh; chung minh thu",
    "ethnicity": "dan toc; thanh phan dan toc; d toc; dt; tp dan toc; dan toc chu ho",
    "members": "so khau; so nhan khau; nhan khau; tong so nhan khau; tong so khau; so nhan khau trong ho; khau; "
    "so thanh vien; so nguoi; so nguoi trong ho; so thanh vien trong ho; tong nhan khau; tong khau; tong so nguoi; "
    "so khau trong ho; nhan khau trong ho; so nk; so luong thanh vien; so luong nhan khau",
    "causes": "nguyen nhan; nguyen nhan ngheo; nguyen nhan dan den ngheo; ly do ngheo; nguyen nhan dan toi ngheo; "
    "nguyen nhan cua ho ngheo; nguyen nhan ngheo chinh",
    "needs": "nhu cau; nhu cau ho tro; nhu cau ho tro de thoat ngheo; nhu cau can ho tro; nhu cau cua ho; "
    "de nghi ho tro; noi dung ho tro; nhu cau ho tro thoat ngheo; nguyen vong; noi dung can ho tro; "
    "nhu cau de nghi ho tro; bien phap ho tro; nguyen vong ho tro; can ho tro",
    "exit": "da thoat ngheo; thoat ngheo; ket qua thoat ngheo; ket qua; tinh trang thoat ngheo; da thoat; "
    "tinh hinh thoat ngheo; dua ra khoi danh sach; da giam; ho da thoat ngheo; ket qua giam ngheo",
    "exit_on": "ngay thoat ngheo; ngay thoat; thoi gian thoat ngheo; thoi diem thoat ngheo; ngay giam; "
    "ngay dua ra khoi danh sach; thoi gian thoat; thoi diem thoat; ngay da thoat ngheo",
    "exit_reason": "ly do thoat ngheo; ly do thoat; ly do giam; ly do; ly do dua ra khoi danh sach; "
    "nguyen nhan thoat ngheo; nguyen nhan giam; hinh thuc thoat ngheo; ly do ra khoi danh sach",
    "note": "ghi chu; chu thich; ghi chu khac; g chu; luu y",
    "commune": "xa phuong; phuong xa; xa; phuong; xa phuong thi tran; ten xa; ten xa phuong; don vi; "
    "dia phuong; dia ban; don vi hanh chinh; ten xa phuong thi tran; ten don vi; x p; p x",
    "hamlet": "thon to dan pho; thon tdp; thon; to dan pho; tdp; thon to; to thon; tdp thon; to dan pho thon; "
    "thon ban; thon ban to dan pho; ten thon; khu vuc; xom; thon xom; to; ten thon to dan pho; khu pho; "
    "thon ban tdp; ten thon tdp; thon khu pho; thon khu vuc; to dan pho thon ban",
    "address": "dia chi; noi o; cho o; noi o hien nay; noi cu tru; dia chi thuong tru; noi thuong tru; "
    "ho khau thuong tru; hktt; dia chi cu tru; cho o hien nay; dia chi noi o",
}
ALIASES = {label: field for field, labels in LABELS.items() for label in labels.split("; ")}
# Columns of the list that goes out from here to be filled in; no likeness leads to them.
OURS = {"tien do": "progress", "ngay xem xet": "seen_on", "ghi chu tien do": "progress_note"}
# Columns that lists have and this plan does not use: naming them keeps likeness from taking them for others.
IGNORED = set(
    "ngay cap; noi cap; ngay cap cccd; so dien thoai; dien thoai; sdt; diem b1; diem b2; b1; b2; nghe nghiep; "
    "ma so bhxh; so the bhyt; ho ngheo; ho can ngheo; ngheo moi; tai ngheo; ngheo cu; ho cscc; ho dttc; "
    "ho kckn ld; ho kcknld; ho dtts; nam; so ho; loai ho; phan loai; doi tuong; nam cong nhan; thu nhap; "
    "trinh do hoc van; ky nhan; ky ten; can bo phu trach; don vi giup do; ngay ra soat; chu ky".split("; ")
) - set(ALIASES)
FIELDS = (
    *LABELS,
    "progress",
    "seen_on",
    "progress_note",
    "sex_male",
    "sex_female",
    "birth_male",
    "birth_female",
    "old_id_no",
)

_DAY = {"ngay", "thoi gian", "thoi diem", "ngay thang", "ngay thang nam", "thang nam", "thoi gian thoat"}
_LIKENESS = 86
_GROUPS = {
    "birth": "(nam|ngay|thang) sinh|n sinh|sinh (nam|ngay)",
    "sex": "gioi tinh|phai",
    "exit": "thoat|ket qua|dua ra|giam|ra khoi",
    "causes": "nguyen nhan|ly do ngheo",
    "needs": "nhu cau|ho tro|nguyen vong|nha o",
    "id_no": "cccd|cmnd|can cuoc|dinh danh",
    "place": "dia chi|noi o|cu tru|thuong tru",
}


def label_key(label: str) -> str:
    """A label without marks, capitals, signs and remarks: "Số CCCD/CMND (12 số)" gives "so cccd cmnd"."""
    words = re.findall(r"[a-z]+", re.sub(r"\([^)]*\)", " ", unaccented(label)))
    return " ".join(words or re.findall(r"[a-z]+", unaccented(label)))


@lru_cache(maxsize=4_000)
def known_label(label: str) -> str | None:
    """The field that a single label names, without its group: what finds the header among other rows."""
    key = label_key(label)
    if not key or len(label) > 80:
        return None
    if key in ("nam", "nu"):
        return "birth_male" if key == "nam" else "birth_female"
    if key in _DAY:
        return "exit_on"
    if key in OURS or key in ALIASES:
        return OURS.get(key) or ALIASES[key]
    needs = need_keys(label)
    return f"need:{needs.keys[0]}" if len(needs.keys) == 1 and needs.whole else None


@lru_cache(maxsize=4_000)
def field_of(path: tuple[str, ...]) -> tuple[str | None, bool]:
    """(field, guessed) of a column whose labels from the top to the bottom are `path`."""
    leaf, groups = path[-1], [label_key(label) for label in path[:-1]]
    group = _group(groups)
    found = _in_group(leaf, group) if group else None
    if found is None:
        found = OURS.get(label_key(leaf)) or ALIASES.get(label_key(leaf)) or _single(leaf)
    if found is not None:
        return (found or None), False
    return _alike(label_key(leaf)), True


def _group(groups: list[str]) -> str | None:
    """What the labels above a column speak of, the nearest first."""
    for group in reversed(groups):
        for name, pattern in _GROUPS.items():
            if re.search(rf"\b({pattern})\b", group):
                return name
    return None


def _in_group(leaf: str, group: str) -> str | None:
    """The field of a label below a group; "" for a column that is not used; None to look further."""
    key = label_key(leaf)
    if key == "nu" or (key == "nam" and "ă" not in leaf.lower()):
        kind = "sex" if group == "sex" else "birth"
        return f"{kind}_female" if key == "nu" else f"{kind}_male"
    if group == "birth":
        return "birth" if key in ("nam", "nam sinh", "ngay thang nam sinh", "ngay sinh") else ""
    if group == "id_no":
        return {"so": "id_no", "ngay cap": "", "noi cap": ""}.get(key, ALIASES.get(key))
    if group == "exit":
        return _exit_field(key)
    if group == "causes":
        found = cause_keys(leaf)
        return f"cause:{found.keys[0]}" if found.keys and not found.unknown else None
    if group == "needs":
        found = need_keys(leaf)
        return f"need:{found.keys[0]}" if found.keys else None
    return None


def _exit_field(key: str) -> str | None:
    if key in _DAY or re.search(r"\b(ngay|thoi gian|thoi diem)\b", key):
        return "exit_on"
    if re.search(r"\b(ly do|nguyen nhan|hinh thuc|truong hop)\b", key):
        return "exit_reason"
    return "exit" if key in ("x", "da thoat", "thoat ngheo", "danh dau") else None


def _single(leaf: str) -> str | None:
    """The field of a label that stands alone and is not in the table word for word."""
    key = label_key(leaf)
    if key in IGNORED:
        return ""
    if key in ("nam", "nu"):
        return "birth_female" if key == "nu" else "birth_male"
    if key in _DAY:
        return "exit_on"
    rules = {
        "id_no": r"\b(cccd|can cuoc cong dan|dinh danh ca nhan)\b",
        "causes": r"\bnguyen nhan\b.*\bngheo\b",
        "exit_on": r"\b(ngay|thoi gian|thoi diem)\b.*\bthoat\b",
        "exit_reason": r"\bly do\b.*\b(thoat|giam|ra khoi)\b",
        "needs": r"\bnhu cau\b",
        "members": r"\bso (nhan )?khau\b",
        "head": r"\bho (va )?ten chu ho\b",
    }
    for field, pattern in rules.items():
        if re.search(pattern, key):
            return field
    found = need_keys(leaf)
    return f"need:{found.keys[0]}" if len(found.keys) == 1 and found.whole else None


def _alike(key: str) -> str | None:
    """The field whose label is spelled nearly like this one."""
    if len(key) < 4:
        return None
    found = process.extractOne(key, ALIASES.keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    ignored = process.extractOne(key, IGNORED, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    if not found or (ignored and ignored[1] >= found[1]):
        return None
    return ALIASES[found[0]]
