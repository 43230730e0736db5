"""crmcore: typed CRM objects and functions, from purchases to decisions."""
