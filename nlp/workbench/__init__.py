"""The workbench: a REST service and a page to read, judge and correct what Lode finds (extra ``serve``)."""
