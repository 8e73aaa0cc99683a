"""The division, the leader and the administrator do their daily work in Chromium, with counted clicks."""

import re

from povertyplan.intake.tests.lists import NEWER
from povertyplan.tests.browser.walking import first_number


class TestDivision:
    def test_routes_the_queue_as_suggested_in_three_clicks(self, walk):
        officer = walk("ldtbxh").shot("tong-quan", height=500).link("* nhu cầu chờ phân công")
        before = officer.count
        officer.shot("cho-phan-cong", height=600).button("Giao theo gợi ý: tất cả")
        routed = first_number(officer.heading)
        officer.button("Giao * nhu cầu theo gợi ý")
        assert officer.said.startswith(f"Đã giao theo gợi ý: {routed} nhu cầu")
        assert officer.count == before - routed
        assert officer.clicks == 3

    def test_splits_what_the_list_names_in_one_breath(self, walk):
        officer = walk("ldtbxh").link("* nhu cầu chờ phân công")
        boxes = officer.page.locator("tr", has_text="Phải tách trước").locator("label.mark")
        officer.click_on(boxes).button("Tách nhu cầu").button("Tách thành: Y tế")
        assert officer.said == "Đã tách: 1 nhu cầu của 1 hộ."
        assert officer.clicks == 4

    def test_names_the_indicator_of_all_that_wait_for_it_and_sends_them_on_in_three_clicks(self, walk):
        officer = walk("ldtbxh2").link("Xác định chỉ số thiếu hụt cho * nhu cầu")
        waiting = officer.count
        officer.button("Xác định chỉ số thiếu hụt: tất cả")
        officer.pick("indicator", "Dinh dưỡng → TT Y tế").button(f"Ghi chỉ số và giao {waiting} nhu cầu")
        assert officer.said.startswith(f"Đã xác định chỉ số thiếu hụt: {waiting} nhu cầu")
        assert officer.said.endswith("nhu cầu cho Trung tâm Y tế.")
        assert officer.clicks == 3

    def test_agrees_to_a_proposal_by_two_keys_and_the_next_opens_itself(self, walk):
        officer = walk("ldtbxh").link("Duyệt * đề nghị ra, vào danh sách").click("table a")
        first = officer.heading
        officer.shot("duyet-de-nghi", height=510).start_counting().press("d").press("Enter")
        assert officer.said == f"Đã đồng ý đề nghị của hộ {first}."
        assert officer.clicks == 2
        second = officer.heading
        for key in "np":
            with officer.page.expect_navigation():
                officer.press(key)
        assert officer.heading == second
        officer.button("Đồng ý")
        assert officer.said == f"Đã đồng ý đề nghị của hộ {second}."
        assert officer.clicks == 5

    def test_agrees_to_a_page_of_proposals_at_once(self, walk):
        officer = walk("ldtbxh").go("/exits/?stage=proposed&commune=20017").start_counting()
        waiting = officer.count
        officer.link("Chọn cả trang").button("Đồng ý các đề nghị đã chọn")
        held = officer.page.locator("input.tick:not(:checked)").count()
        officer.button("Đồng ý các đề nghị được đánh dấu")
        assert officer.said == f"Đã đồng ý {waiting - held} đề nghị; tiếp theo là ghi quyết định."
        assert officer.clicks == 3

    def test_returns_a_proposal_and_the_commune_reads_why(self, walk):
        officer = walk("ldtbxh").go("/exits/?stage=proposed&commune=20005").click("table a")
        name = officer.heading
        officer.press("t").page.keyboard.type("Thiếu biên bản họp thôn.")
        officer.page.locator("form[action*='/return/'] button").click()
        assert officer.said == f"Đã trả lại đề nghị của hộ {name}."
        commune = walk("huongtoan").link("Bổ sung * đề nghị bị trả lại")
        assert name in commune.text and "Thiếu biên bản họp thôn." in commune.text

    def test_enters_a_decision_and_the_households_have_left(self, walk, figures):
        before = figures()["left"]["total"]
        officer = walk("ldtbxh").link("Ghi quyết định cho * hộ đã đồng ý").link("Ghi quyết định cho")
        agreed = int(officer.page.locator("fieldset legend [data-count]").get_attribute("data-count"))
        officer.fill("decision_no", "310/QĐ-UBND").fill("decision_on", "16/9/2022")
        officer.button("Ghi quyết định")
        assert officer.said == f"Đã ghi quyết định cho {agreed} hộ."
        assert officer.clicks <= 3
        assert figures()["left"]["total"] == before + agreed

    def test_accepts_one_submission_and_returns_another(self, walk):
        officer = walk("ldtbxh").link("Kiểm tra * văn bản mới nộp").link("* Hương Văn*").button("Chấp nhận")
        assert officer.said.startswith("Đã chấp nhận")
        assert officer.clicks == 3
        officer = walk("ldtbxh").link("Kiểm tra * văn bản mới nộp").link("*Ngân hàng Chính sách xã hội*")
        officer.click("summary").fill("reason", "Thiếu biểu số liệu theo từng xã.").button("Trả lại")
        assert officer.said.startswith("Đã trả lại")
        assert officer.clicks == 4
        assert "trả lại" in walk("nhcsxh").text

    def test_sees_without_a_click_who_is_behind(self, walk):
        communes = walk("ldtbxh").page.locator("table.lg tbody tr")
        assert communes.count() == 9
        shares = [
            float(row.locator("td").nth(1).text_content().rstrip("%").replace(",", ".")) for row in communes.all()
        ]
        assert shares == sorted(shares)

    def test_imports_a_newer_list_after_seeing_what_it_changes_and_takes_it_back(self, walk, figures):
        before = figures()
        officer = walk("ldtbxh2").click("nav a[href='/imports/']")
        officer.page.set_input_files("[name=file]", NEWER)
        officer.button("Tải lên và xem trước").shot("xem-truoc", height=620)
        # Two that the newer list leaves out, and one that has split off since and that no list has named yet.
        assert re.search(r"sẽ thêm 1 hộ, sửa \d+ hộ, .* 3 hộ vắng trong tệp", officer.heading)
        assert figures() == before
        officer.button("Ghi * thay đổi vào hệ thống")
        assert officer.said == "Đã ghi danh sách."
        assert officer.clicks == 3
        assert officer.heading.startswith("Đã ghi: thêm 1 hộ")
        assert figures()["listed"] == before["listed"] + 1
        officer.link("Hoàn tác lần nhập này").button("Hoàn tác")
        assert officer.said.startswith("Đã hoàn tác")
        assert figures() == before


class TestLeader:
    def test_reads_the_verdict_without_a_click_and_the_rows_of_a_figure_with_one(self, walk, figures):
        leader = walk("lanhdao")
        assert re.fullmatch(r"Toàn thị xã: \d+/177 hộ đã giảm – .+", leader.heading)
        left = figures()["left"]["total"]
        leader.click("[data-figure='left.total']")
        assert leader.count == left
        assert leader.clicks == 1

    def test_prints_one_page_with_one_click(self, walk):
        leader = walk("lanhdao").link("In 1 trang")
        assert leader.clicks == 1 and "Ctrl + P" in leader.text

    def test_finds_nothing_to_change(self, walk):
        leader = walk("lanhdao")
        household = leader.go("/households/").page.locator("tbody a").first.get_attribute("href")
        need = leader.go("/needs/").page.locator("td a[href^='/needs/']").first.get_attribute("href")
        for path in ("/dashboard/", "/households/", household, "/needs/", need, "/exits/", "/submissions/"):
            assert leader.go(path).page.locator("main form[method=post]").count() == 0, path


class TestAdministrator:
    def test_makes_an_account_that_can_sign_in(self, walk, chromium, address):
        administrator = walk("quantri").link("Tạo tài khoản").fill("username", "lethi.moi")
        administrator.fill("full_name", "Lê Thị Mới").pick("role", "Cán bộ xã, phường").pick("unit", "Phường Tứ Hạ")
        administrator.shot("tao-tai-khoan").button("Tạo tài khoản")
        assert "Lê Thị Mới" in administrator.heading
        assert administrator.clicks == 2
        password = administrator.page.locator("dd b").inner_text()
        context = chromium.new_context(locale="vi-VN")
        newcomer = context.new_page()
        newcomer.goto(f"{address}/accounts/login/")
        newcomer.fill("[name=username]", "lethi.moi")
        newcomer.fill("[name=password]", password)
        newcomer.click("main button")
        assert newcomer.inner_text("h1").startswith("Phường Tứ Hạ")
        context.close()

    def test_sees_no_household(self, walk):
        administrator = walk("quantri")
        for path in ("/households/", "/needs/", "/exits/", "/dashboard/", "/imports/"):
            assert administrator.page.goto(administrator.address + path).status == 403, path


class TestWithoutJavaScript:
    def test_a_commune_updates_a_household_in_as_many_clicks(self, walk):
        officer = walk("binhtien", scripts=False).click("ul.tasks a[href$='/update/']")
        officer.choose("Đang thực hiện").button("Lưu và sang hộ sau")
        assert officer.said.startswith("Đã cập nhật hộ")
        assert officer.clicks == 3

    def test_the_division_gives_a_need_to_the_body_of_its_choice(self, walk):
        officer = walk("ldtbxh2", scripts=False).link("* nhu cầu chờ phân công")
        rows = officer.page.locator("tr", has_text="Bị trả lại").filter(has_text="Sửa chữa nhà ở").locator("label.mark")
        officer.click_on(rows).button("Giao cho cơ quan khác").pick("lead", "Phòng Quản lý đô thị")
        officer.button("Giao 1 nhu cầu")
        assert officer.said == "Đã giao: 1 nhu cầu của 1 hộ."
        assert officer.clicks == 4
