"""When is an object live? One module for each kind: pure functions from what is seen to whether that is enough."""
