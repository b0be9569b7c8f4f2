"""Looking into a file that has arrived. What it claims to be (Content-Type, file name) is not believed."""
