search-what = 搜难题、单位、文件、人
