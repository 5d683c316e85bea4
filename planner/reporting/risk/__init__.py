"""What the workbooks of stress, exposure and frontier share."""
