"""Answers that no server here gives: what AWS and others answered, for URLs signed here.

Of each source only the facts are taken: the status, the code, the message and the elements of the error.
"""
from . import reported_of_others, reported_of_s3
from .report import Notebook


def record():
    notebook = Notebook()
    for part in [reported_of_s3.recorded, reported_of_s3.places, reported_of_s3.sessions, reported_of_s3.permissions,
                 reported_of_s3.uploads, reported_of_others.other_stores, reported_of_others.other_services,
                 reported_of_others.browsers]:
        part(notebook)
    return notebook.exchanges
