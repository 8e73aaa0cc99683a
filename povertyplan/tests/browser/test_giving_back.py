"""The session ends while an officer types: after signing in the words are there again, and are saved once."""

from povertyplan.accounts.passwords import DEMO_PASSWORD

WORDS = "Nhà dột sau bão; hai cháu phải nghỉ học, cần che tạm ngay."


def end_session(walker) -> None:
    walker.page.context.clear_cookies(name="sessionid")


def sign_in_again(walker, username: str) -> None:
    walker.page.fill("input[name=username]", username)
    walker.page.fill("input[name=password]", DEMO_PASSWORD)
    walker.page.click("main button")
    walker.page.wait_for_load_state()


def test_the_words_come_back_and_are_saved_once(walk):
    officer = walk("huongvawn")
    address = officer.go("/households/").click("tbody a[href^='/households/']").page.url
    officer.page.goto(f"{address}note/")
    officer.fill("text", WORDS)
    end_session(officer)
    officer.button("Lưu")
    assert "Nội dung bạn vừa nhập được giữ 30 phút" in officer.text
    sign_in_again(officer, "huongvawn")
    assert "Nội dung đã được điền lại, chưa gửi gì." in officer.text
    assert officer.page.input_value("[name=text]") == WORDS
    officer.button("Lưu")
    assert officer.said == "Đã ghi vào diễn biến."
    assert officer.page.url == address
    assert officer.text.count(WORDS) == 1


def test_somebody_else_at_the_same_browser_sees_nothing_of_it(walk):
    officer = walk("binhthanh")
    address = officer.go("/households/").click("tbody a[href^='/households/']").page.url
    officer.page.goto(f"{address}note/")
    officer.fill("text", WORDS)
    end_session(officer)
    officer.button("Lưu")
    sign_in_again(officer, "qldt")
    assert WORDS not in officer.page.content()
    assert "Không còn giữ nội dung nào cho tài khoản này." in officer.text
