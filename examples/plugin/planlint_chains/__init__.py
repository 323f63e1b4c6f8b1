"""An example of a plugin for planlint."""
