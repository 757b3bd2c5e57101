error-export-rows = A file holds at most { $max } rows. Please narrow the view by campaign, theme or unit and export it in parts.
