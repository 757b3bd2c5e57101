search-what = Search problems, units, documents, people
