import sys

if __name__ == "__main__":
    try:
        from tools.cli import main

        main()
    except KeyboardInterrupt:  # while the imports run, too
        sys.exit(130)
