"""Work off the GUI thread: QtCore and QImage, no widget and no QPixmap."""
