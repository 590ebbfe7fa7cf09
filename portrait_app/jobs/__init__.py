"""The job queue and all work on worker threads. Uses QtCore and QImage, but no widgets and no QPixmap."""
