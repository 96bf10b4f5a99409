UPDATE notes SET slug = NULL;
