# close_out
