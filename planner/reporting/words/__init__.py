"""What results say, in English and Japanese.

Sentences and how numbers are told in them. No result may be known here: facts are filled in by who speaks.
"""
