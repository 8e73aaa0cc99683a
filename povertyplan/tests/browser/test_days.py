"""Communes and bodies do their daily work in Chromium; the clicks are counted against what the work may cost.

The demo is shared by all tests: each works in a commune or a body of its own, and takes the numbers that it
expects from the page before it.
"""

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


class TestCommune:
    def test_updates_a_due_household_in_three_clicks_and_the_next_in_two(self, walk):
        officer = walk("huongchu").shot("viec-cua-xa", height=520)
        officer.click("ul.tasks a[href$='/update/']").choose("Đang thực hiện").shot("cap-nhat-tien-do", height=700)
        first = officer.heading
        officer.button("Lưu và sang hộ sau")
        assert officer.said == f"Đã cập nhật hộ {first}."
        assert officer.clicks == 3 and officer.keys == 0
        second = officer.heading
        officer.choose("Đã xong").button("Lưu và sang hộ sau")
        assert officer.said == f"Đã cập nhật hộ {second}." and second != first
        assert officer.clicks == 5

    def test_finds_a_household_by_a_few_letters_without_diacritics(self, walk):
        officer = walk("tuha").fill("q", "bui phuoc").press("Enter").shot("tim-ho").link("Bùi Ngọc Phước")
        assert officer.heading == "Bùi Ngọc Phước"
        assert officer.clicks == 2 and officer.keys <= 9

    def test_says_what_is_in_the_way_and_who_must_know_of_it(self, walk):
        officer = walk("huongbinh").click("ul.tasks a[href$='/update/']").choose("Vướng mắc").button("Lưu")
        assert "Hãy ghi rõ vướng mắc" in officer.text
        name = officer.heading
        officer.fill("note", "Nhà ở xa đường, xe chở vật liệu không vào được.").button("Lưu")
        assert officer.said == f"Đã cập nhật hộ {name}. Vướng mắc đã gửi Phòng LĐ-TB&XH."
        division = walk("ldtbxh").link("Trả lời * vướng mắc")
        assert name in division.text

    def test_asks_about_a_household_in_four_clicks(self, walk):
        officer = walk("huongvaan").fill("q", "nguyen").press("Enter").click("table a").link("Báo vướng mắc")
        officer.fill("text", "Hộ xin chuyển sang nuôi gà, có được đổi nhu cầu không?").button("Gửi")
        assert officer.said == "Đã gửi vướng mắc. Chờ Phòng LĐ-TB&XH trả lời."
        assert officer.clicks == 4

    def test_says_that_an_answer_helped_in_three_clicks(self, walk):
        officer = walk("tuha").link("Đọc trả lời của * vướng mắc").click("table a").button("Đã giải quyết")
        assert officer.said == "Đã ghi vướng mắc được giải quyết."
        assert officer.clicks == 3

    def test_proposes_that_a_household_leaves_in_five_clicks(self, walk):
        officer = walk("huongxuan").click("ul.tasks a[href$='/update/']")
        name = officer.heading
        officer.link("Đề nghị đưa ra khỏi danh sách").choose("Tự vươn lên thoát nghèo").shot("de-nghi", height=600)
        officer.fill("evidence", "BB 12/9/22").button("Tiếp tục").button("Gửi đề nghị")
        assert officer.said == f"Đã gửi đề nghị của hộ {name} đến Phòng LĐ-TB&XH."
        assert officer.clicks == 5 and officer.keys <= 10

    def test_confirms_the_needs_that_were_delivered_in_three_clicks(self, walk):
        officer = walk("huongvaan").link("Xác nhận * nhu cầu cơ quan báo đã hỗ trợ")
        waiting = officer.count
        officer.button("Xác nhận hoàn thành: tất cả").button("Xác nhận hoàn thành * nhu cầu")
        assert officer.said.startswith(f"Đã xác nhận hoàn thành: {waiting} nhu cầu")
        assert officer.clicks == 3
        assert "Xác nhận" not in officer.go("/").text

    def test_hands_in_the_prepared_plan_in_three_clicks_and_two_keys(self, walk):
        officer = walk("binhthanh").link("Nộp kế hoạch triển khai")
        officer.fill("document_no", "38").button("Lưu và xem trước")
        assert "38/KH-UBND" in officer.text
        officer.button("Nộp kế hoạch triển khai")
        assert officer.said.startswith("Đã nhận. Mã biên nhận BN-2022-KH-20041-1")
        assert officer.clicks == 3 and officer.keys == 2
        assert "Số liệu chưa thay đổi từ khi nộp" in officer.text

    def test_writes_its_plan_on_a_telephone_without_scripts(self, walk):
        officer = walk("huongbinh", width=360, scripts=False).link("Nộp kế hoạch triển khai")
        assert officer.wider_than_screen() == 0 and officer.small_targets() == []
        officer.fill("text_organisation", "- Đồng chí Bình phụ trách chung.").fill("document_no", "41")
        officer.button("Lưu và xem trước")
        assert officer.wider_than_screen() == 0 and officer.small_targets() == []
        assert "Đồng chí Bình phụ trách chung." in officer.text
        officer.button("Nộp kế hoạch triển khai")
        assert officer.said.startswith("Đã nhận.")
        assert officer.wider_than_screen() == 0 and officer.small_targets() == []

    def test_hands_in_its_report(self, walk):
        officer = walk("huongtoan").link("Nộp báo cáo kết quả").link("*đính kèm tệp làm bên ngoài").click("summary")
        officer.page.set_input_files("[name=file]", {"name": "bc.pdf", "mimeType": "application/pdf", "buffer": PDF})
        officer.fill("document_no", "31/BC-UBND").fill("document_on", "15/9/2022").shot("nop-bao-cao", height=560)
        officer.button("Nộp")
        assert officer.said.startswith("Đã nhận. Mã biên nhận")
        assert officer.clicks == 4
        assert "Đã nộp 16/09, chờ kiểm tra" in officer.go("/").text

    def test_mends_a_returned_proposal_and_sends_it_again(self, walk):
        officer = walk("huongvawn").link("Bổ sung * đề nghị bị trả lại").click("table a")
        officer.link("Bổ sung và gửi lại").fill("evidence", "Biên bản họp thôn ngày 15/9/2022, có 21 chữ ký.")
        officer.button("Tiếp tục").button("Gửi đề nghị")
        assert "Đã gửi đề nghị" in officer.said
        assert officer.clicks <= 5


class TestBody:
    def test_takes_up_all_that_waits_in_three_clicks(self, walk):
        officer = walk("ttyt").link("Xem và tiếp nhận")
        waiting = officer.count
        officer.shot("tiep-nhan", height=600)
        officer.button(f"Tiếp nhận: tất cả {waiting} nhu cầu").button(f"Tiếp nhận {waiting} nhu cầu")
        assert officer.said.startswith(f"Đã tiếp nhận: {waiting} nhu cầu")
        assert officer.clicks == 3
        assert "không có nhu cầu nào chờ tiếp nhận" in officer.go("/").text

    def test_gives_an_officer_and_a_date_to_all_it_works_on_in_four_clicks(self, walk):
        officer = walk("nhcsxh").link("Thực hiện * nhu cầu đã tiếp nhận")
        working = officer.count
        officer.choose("Tất cả * nhu cầu khớp bộ lọc").button("Giao cán bộ, đặt hạn")
        officer.pick("officer", "Phan Thị Tín").fill("due_on", "30/10/2022").button(f"Lưu cho {working} nhu cầu")
        assert officer.said.startswith(f"Đã giao cán bộ, đặt hạn: {working} nhu cầu")
        assert officer.clicks == 4
        assert officer.text.count("30/10/2022") == working

    def test_records_a_measure_and_reports_delivery(self, walk):
        officer = walk("kinhte").link("Thực hiện * nhu cầu đã tiếp nhận").click("td a[href^='/needs/']")
        officer.fill("what", "Cấp bò cái sinh sản").pick("source", "Ngân sách Trung ương")
        officer.fill("amount", "15.000.000").shot("ghi-khoan-ho-tro", height=880, of="form[action$='measures/add/']")
        officer.click("form[action$='/measures/add/'] button")
        assert officer.said == "Đã ghi khoản hỗ trợ «Cấp bò cái sinh sản»."
        assert "15.000.000 đồng" in officer.text
        assert officer.clicks == 3
        officer.button("Báo đã hỗ trợ xong").button("Báo đã hỗ trợ xong 1 nhu cầu")
        assert officer.said.startswith("Đã báo xã, phường xác nhận: 1 nhu cầu")
        assert officer.clicks == 5

    def test_answers_what_was_passed_on_in_three_clicks(self, walk):
        officer = walk("mttq").link("Đề nghị trả lời * vướng mắc").click("table a")
        officer.fill("text", "Quỹ hỗ trợ thêm 5 triệu đồng tiền công.").button("Trả lời")
        assert officer.said.startswith("Đã trả lời Xã Hương Toàn.")
        assert officer.clicks == 3

    def test_refuses_a_wrongly_routed_need_in_four_clicks_and_the_division_reads_why(self, walk):
        officer = walk("tnmt").link("Xem và tiếp nhận").click("td a[href^='/needs/']")
        officer.button("Trả lại").fill("reason", "Hộ đã có đất; cần vay vốn để canh tác.").button("Trả lại 1 nhu cầu")
        assert officer.said.startswith("Đã trả lại Phòng LĐ-TB&XH: 1 nhu cầu")
        assert officer.clicks == 4
        assert "Hộ đã có đất; cần vay vốn để canh tác." in walk("ldtbxh").go("/needs/?state=queue").text

    def test_does_not_refuse_without_a_reason(self, walk):
        officer = walk("gddt").link("Xem và tiếp nhận").click("td a[href^='/needs/']")
        officer.button("Trả lại").fill("reason", "không").button("Trả lại 1 nhu cầu")
        assert "Hãy ghi rõ lý do" in officer.text
        assert officer.page.title().startswith("Lỗi: ")


class TestWhoMaySeeWhat:
    def test_another_communes_household_is_no_page(self, walk):
        own = walk("huongtoan").go("/households/")
        address = own.page.locator("tbody a[href^='/households/']").first.get_attribute("href")
        stranger = walk("binhthanh").go(address)
        assert stranger.page.locator("h1").inner_text() == "Không tìm thấy trang"
        for page in ("update/", "edit/", "exit/", "needs/add/"):
            assert stranger.page.goto(stranger.address + address + page).status == 404

    def test_another_bodys_need_is_no_page(self, walk):
        own = walk("nhcsxh").go("/needs/?lead=NHCSXH")
        address = own.page.locator("td a[href^='/needs/']").first.get_attribute("href")
        assert walk("gddt").page.goto(own.address + address).status == 404
