"""What things are: frozen values, standard library only. One file per noun of the vocabulary."""
