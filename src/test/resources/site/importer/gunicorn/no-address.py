bind = "fd://3"
