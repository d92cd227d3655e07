"""How often each procedure is asked for: parts of a thousand, made up after what desks of that kind report.

A procedure is named by its code, or by its name where the catalogue of 2017 has no code for it. What is left of the
thousand goes to everything else that the desks of the level receive, in equal parts.
"""

COMMUNE = {
    "2.000815": 545,  # chứng thực bản sao từ bản chính
    "2.000884": 32,  # chứng thực chữ ký
    "2.001035": 10,  # chứng thực hợp đồng, giao dịch
    "2.000635": 92,  # bản sao trích lục hộ tịch
    "1.001193": 58,  # khai sinh
    "1.004873": 42,  # xác nhận tình trạng hôn nhân
    "1.000894": 30,  # kết hôn
    "1.000656": 22,  # khai tử
    "2.001023": 14,  # liên thông khai sinh, thẻ BHYT
    "2.000986": 7,  # liên thông khai sinh, thường trú, thẻ BHYT
    "1.004859": 9,  # thay đổi, cải chính, bổ sung hộ tịch
    "1.004884": 4,  # đăng ký lại khai sinh
    "1.004772": 3,
    "1.001699": 9,  # giấy xác nhận khuyết tật
    "1.001653": 4,
    "1.000506": 8,  # hộ nghèo, hộ cận nghèo
    "1.000489": 4,
    "2.002307": 3,  # mai táng phí cựu chiến binh
    "2.002163": 10,  # kê khai chăn nuôi, thủy sản
    "1.008004": 4,
    "2.000509": 4,  # đăng ký hoạt động tín ngưỡng, from 2018
    "1.001167": 3,
    "2.000794": 1,
}
DISTRICT = {
    "1.002255": 170,  # biến động đất đai
    "1.003003": 90,  # cấp giấy chứng nhận quyền sử dụng đất
    "1.004203": 60,  # tách thửa, hợp thửa
    "1.004199": 45,
    "1.000798": 25,  # chuyển mục đích sử dụng đất
    "1.005194": 10,
    "2.000815": 95,  # chứng thực bản sao, Phòng Tư pháp
    "2.000843": 25,
    "2.000992": 15,
    "2.000884": 10,
    "1.001612": 105,  # thành lập hộ kinh doanh
    "2.000720": 28,
    "1.001266": 16,
    "2.000575": 6,
    "1.001776": 85,  # trợ cấp xã hội hàng tháng
    "1.001731": 12,
    "1.002252": 25,  # mai táng phí, trợ cấp một lần người có công
    "1.002271": 15,
    "1.009994": 50,  # giấy phép xây dựng
    "2.000806": 12,  # kết hôn có yếu tố nước ngoài
    "2.000635": 15,
    "2.000748": 14,
    "2.000528": 2,
    "2.000620": 6,  # bán lẻ rượu
    "2.000181": 3,
    "1.005280": 3,
    "2.002206": 8,
    "Cấp bản sao văn bằng, chứng chỉ từ sổ gốc (Phòng GD&ĐT)": 12,
}
BY_LEVEL = {"commune": COMMUNE, "district": DISTRICT}
WHOLE = 1000

# Of a hundred dossiers of procedures that may be asked for in that way; the others are handed in at the desk.
ONLINE = {"district": 7}
POST = {"commune": 0.3, "district": 2}

# The size of a commune's desk, the average being about 100.
SIZES = {
    "14620": 175,  # Thị trấn Phát Diệm
    "14623": 142,  # Thị trấn Bình Minh
    "14626": 78,  # Xuân Thiện
    "14629": 88,  # Hồi Ninh
    "14632": 56,  # Chính Tâm
    "14635": 93,  # Kim Định
    "14638": 96,  # Ân Hòa
    "14641": 101,  # Hùng Tiến
    "14644": 45,  # Yên Mật
    "14647": 134,  # Quang Thiện
    "14650": 104,  # Như Hòa
    "14653": 83,  # Chất Bình
    "14656": 111,  # Đồng Hướng
    "14659": 107,  # Kim Chính
    "14662": 121,  # Thượng Kiệm
    "14665": 106,  # Lưu Phương
    "14668": 94,  # Tân Thành
    "14671": 98,  # Yên Lộc
    "14674": 161,  # Lai Thành
    "14677": 116,  # Định Hóa
    "14680": 114,  # Văn Hải
    "14683": 97,  # Kim Tân
    "14686": 109,  # Kim Mỹ
    "14689": 122,  # Cồn Thoi
    "14692": 61,  # Kim Hải
    "14695": 71,  # Kim Trung
    "14698": 66,  # Kim Đông
}
