"""Windows of service halls (政务服务窗口): people who are there in person, with their documents."""
