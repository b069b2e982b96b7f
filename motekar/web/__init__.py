"""The doors for browsers and programs; they translate and decide nothing."""
