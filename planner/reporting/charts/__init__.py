"""What the charts of a result show, and their drawing."""
