"""What puts right what a rule of AWS Config found wrong."""
