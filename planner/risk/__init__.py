"""How bad it can get: the event library, making scenarios, stress, exposure, value of planning, frontier."""
