"""The vault (材料库): what somebody brought once, for the next time. It is theirs: used by their own act, withdrawn at
any time.
"""
