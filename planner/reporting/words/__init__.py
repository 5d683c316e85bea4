"""What results say, in English and Japanese."""
