"""The staff list (人员名册): who serves, in which posts; kept member by member, or by the file of an office."""
