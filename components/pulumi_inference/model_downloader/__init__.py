"""What runs in the init container that fetches a model: Python's standard library alone, and nothing of this package.

The pod has these files from a ConfigMap (features/model_pod.py), and starts them as `python3 -m model_downloader`.
"""
