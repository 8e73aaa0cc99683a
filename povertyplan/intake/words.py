"""Words that stand for keys: needs, causes, reasons of an exit, ethnic groups, marks, yes and no."""

import re
from dataclasses import dataclass
from functools import lru_cache

from povertyplan.vietnamese import unaccented

from .records import CAUSES, NEEDS, Remark


@dataclass(frozen=True, slots=True)
class Found:
    """Keys in the order of their table, and the pieces of the text that mean none of them.

    `whole`: the text says nothing besides. `unsure`: the text is wider than the key.
    """

    keys: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    whole: bool = False
    unsure: bool = False


# Longer expressions first: what one has taken is not seen by the next. Written without marks.
_NEEDS = [
    ("health_education", r"\b(y te|yt)[^\w;]*(va )?(giao duc|gd)\b(?! nghe)"),
    ("health_education", r"\b(giao duc|gd)[^\w;]*(va )?(y te|yt)\b"),
    ("livestock", r"con giong\W*(va )?\W*cay(?: con)? giong|cay\W*(va )?con giong|giong cay\W*con|con\W*cay giong"),
    ("vocational_training", r"(dao tao|day|hoc|giao duc) nghe( nghiep)?"),
    ("employment", r"(giai quyet |gioi thieu |tao |ho tro |tim )*viec lam|gqvl|xuat khau lao dong|xkld|di lam viec"),
    ("residential_land", r"dat (o|lam nha|tho cu)\b"),
    ("production_land", r"dat (san xuat|sx|canh tac|ruong|trong|nong nghiep|lam an)( nong nghiep)?|dat dai\b|\bdsx\b"),
    ("resettlement", r"tai dinh cu|\btdc\b|di doi( nha)?|di dan"),
    ("house_build", r"(xay|lam|dung)( dung)?( moi)? nha( o)?( moi)?|nha( o)? moi"
                    r"|(xay|lam) moi( nha)?( o)?|xay dung moi"),
    ("house_repair", r"(sua chua|sua|nang cap|cai tao|chong dot|tu sua|sc)( nha)?( o)?\b"),
    ("credit", r"vay( von)?( uu dai| tin dung)?( de)?( phat trien)?( san xuat| sx)?( kinh doanh)?"
               r"|tin dung( chinh sach)?|(ho tro )?von (san xuat|sx|vay|lam an|chan nuoi)( kinh doanh)?"
               r"|\bvvsx\b|\bvon\b"),
    ("seedlings", r"(cay|hat|lua) giong|giong cay( trong)?|cay trong"),
    ("livestock", r"con giong|giong vat nuoi|giong con|vat nuoi|gia suc|gia cam|bo giong"
                  r"|(nuoi |con )?\b(trau|bo|heo|lon|ga)\b|chan nuoi|con vat"),
    ("basic_service", r"(tiep can )?(cac )?(dich vu|dv) ?(xa hoi|xh)? ?(co ban|cb)?|\bdvxhcb\b|\bxhcb\b|\bdvxh\b"
                      r"|nuoc sach|nuoc sinh hoat|nha (tieu|ve sinh)|ve sinh|thong tin|vien thong|internet"),
    ("health", r"y te|\byt\b|bao hiem y te|\bbhyt\b|kham chua benh|chua benh|suc khoe"),
    ("education", r"giao duc|\bgd\b|hoc phi|hoc tap|hoc hanh|di hoc|chi phi hoc"),
    ("other", r"nhu cau khac|ho tro khac|\bkhac\b"),
]  # fmt: skip
# Words of the national form that are wider than the plan's: read as its most frequent kind, and said.
_WIDE_NEEDS = [("house_repair", r"nha o|\bnha\b"), ("livestock", r"san xuat|\bsx\b|sinh ke")]

_CAUSES = [
    ("no_skills", r"ky nang( nghe)?( lao dong)?\W*(san xuat)?|tay nghe"),
    ("no_knowledge", r"kien thuc( ve)?( san xuat)?|kinh nghiem( san xuat| lam an)?|cach lam an|biet cach"),
    ("no_tools", r"(cong cu|phuong tien)(\W*(va )?(cong cu|phuong tien))?( lao dong)?( san xuat)?|may moc"),
    ("no_land", r"dat( dai)?( de)?( san xuat| canh tac| sx| ruong)?|ruong dat"),
    ("no_capital", r"\bvon\b( de)?( san xuat| sx| lam an)?\W*(kinh doanh)?"),
    ("illness", r"om dau|benh( nang| tat| hiem ngheo| tam than)?|tai nan|khuyet tat|tan tat|dau om|\bom\b"),
    ("no_labour", r"(suc )?lao dong|nguoi lam|mat suc"),
    ("other", r"nguyen nhan khac|\bkhac\b|gia yeu|gia ca|neo don|dong con|dong nguoi an theo|an theo|thien tai"
              r"|khong biet chu|luoi lao dong|don than|goa"),
]  # fmt: skip

_REASONS = [
    ("deceased", r"\bchet\b|qua doi|tu vong|\bmat\b(?! suc)|tu tran"),
    ("merit", r"nguoi co cong|\bncc\b|co cong (voi )?cach mang|chinh sach nguoi"),
    ("merged", r"(nhap|tach|ghep|sap nhap)( chung)?( vao)? (ho|khau)|sap nhap|tach ho|nhap ho|ve o voi con"),
    ("moved", r"(chuyen|di doi)( di| noi o| cho o| khau| ho khau| den)|chuyen di|di noi khac|di khoi dia"),
    ("criteria_review", r"ra soat|tieu chi|phuc tra"),
    ("self_reliant", r"tu vuon|vuon len|tu thoat|tu luc|co viec lam"),
    ("supported", r"ho tro|giup do|tro giup|do dau"),
    ("other", r"ly do khac|\bkhac\b"),
]  # fmt: skip

# Spellings that surely mean one group; others stay as typed.
_ETHNIC = {
    "kinh": "Kinh", "viet": "Kinh", "co tu": "Cơ Tu", "cotu": "Cơ Tu", "katu": "Cơ Tu", "ka tu": "Cơ Tu",
    "ktu": "Cơ Tu", "van kieu": "Vân Kiều", "vankieu": "Vân Kiều", "bru van kieu": "Vân Kiều",
    "bru": "Vân Kiều", "pa co": "Pa Cô", "paco": "Pa Cô", "pa ko": "Pa Cô", "pako": "Pa Cô", "pa coh": "Pa Cô",
    "ta oi": "Tà Ôi", "taoi": "Tà Ôi", "pa hy": "Pa Hy", "pahy": "Pa Hy", "pa hi": "Pa Hy",
}  # fmt: skip

# What a person is to the head of the household.
RELATIONS = frozenset(
    "vợ, chồng, vợ chồng, con, con trai, con gái, con dâu, con rể, cháu, cháu nội, cháu ngoại, bố, cha, ba, mẹ, bố mẹ, "
    "ông, bà, anh, chị, em, chị gái, em gái, anh trai, em trai, con đẻ, con nuôi, mẹ vợ, mẹ chồng, bố vợ, bố chồng, "
    "mẹ đẻ, cha đẻ, bố đẻ, ông nội, bà nội, ông ngoại, bà ngoại, cô, dì, chú, bác, cậu, thím, mợ, dượng, chắt, "
    "cháu dâu, cháu rể, em dâu, em rể, chị dâu, anh rể, người ở nhờ, khác".split(", ")
)

YES = frozenset("x X × ✗ ✘ ✕ ✓ ✔ √ v V 1 có co y yes đ * + + ● • ■ ☑ ☒ true đúng nhu cầu þ ü a".split())
NO = frozenset(["", "0", "không", "khong", "ko", "k", "-", "–", "—", "no", "false", "☐", "□", "00", "/", "kg"])
_FILLER = re.compile(
    r"\b(ho tro|nhu cau|nguyen vong|duoc|ve|va|can|de|cho|cac|co|khong|thieu|it|chua|nguoi|do|vi|ho|bi|trong"
    r"|xin|mong muon|them|tiep can|hoac|nghe|lao dong|phat trien|kinh doanh|san xuat|sx|moi|o|nang|nhieu|con)\b"
)


@lru_cache(maxsize=20_000)
def need_keys(text: str) -> Found:
    """The needs that a text names: "Hỗ trợ y tế, giáo dục; vay vốn" gives health_education and credit."""
    found = _search(text, _NEEDS, NEEDS)
    if found.keys or not found.unknown:
        return found
    wide = _search(text, _WIDE_NEEDS, NEEDS)
    return Found(wide.keys, wide.unknown, wide.whole, unsure=bool(wide.keys))


@lru_cache(maxsize=20_000)
def cause_keys(text: str) -> Found:
    """The causes that a text names: "Thiếu vốn sản xuất, kinh doanh" is one, no_capital.

    Numbers alone ("2; 7") are those of the national report 10, and marked unsure.
    """
    if re.fullmatch(r"\s*[1-8](\s*[,;.+\s]\s*[1-8])*\s*", text):
        numbers = {int(number) for number in re.findall(r"\d", text)}
        return Found(tuple(key for n, key in enumerate(CAUSES, 1) if n in numbers), whole=True, unsure=True)
    return _search(text, _CAUSES, CAUSES)


def _search(text: str, table: list[tuple[str, str]], order: list[str]) -> Found:
    rest, keys = unaccented(text), set()
    pieces = [piece.strip() for piece in re.split(r"[;\n+]|,", rest) if re.search(r"[a-z]", piece)]
    for key, pattern in table:
        rest, times = re.subn(pattern, lambda match: "#" * len(match.group()), rest)
        if times:
            keys.add(key)
    unknown = tuple(piece for piece in pieces if not _explained(piece, rest))
    return Found(tuple(key for key in order if key in keys), unknown, whole=_says_nothing(rest))


def _explained(piece: str, rest: str) -> bool:
    """Whether something of the piece was taken, or nothing but filling words is left of it."""
    return piece not in rest or _says_nothing(piece)


def _says_nothing(text: str) -> bool:
    return not re.search(r"[a-z]{2,}", _FILLER.sub("", text))


@lru_cache(maxsize=5_000)
def exit_reason(text: str) -> tuple[str | None, Remark | None]:
    """The key of why a household left the list; the text is what the column or the note says."""
    plain = unaccented(text)
    if not re.search(r"[a-z]", plain):
        return None, None
    for key, pattern in _REASONS:
        if re.search(pattern, plain):
            return key, None
    return "other", Remark(
        "exit_reason_unknown",
        f"Lý do «{text}» không thuộc các lý do đã biết nên được ghi là «lý do khác». Hãy kiểm tra lại.",
    )


@lru_cache(maxsize=2_000)
def ethnicity(text: str) -> str:
    """The group's usual spelling where the text is surely a variant of it, else the text as typed."""
    key = " ".join(re.findall(r"[a-z]+", re.sub(r"^(dan toc|dt)\b", "", unaccented(text))))
    return _ETHNIC.get(key, text)
