"""The demo: a made-up agency with a few days behind it, told through the use cases."""
