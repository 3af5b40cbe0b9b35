"""The numbers: the cost model, its appraisal and its studies. No Qt, no pandas, no user's files."""
