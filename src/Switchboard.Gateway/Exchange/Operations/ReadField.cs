namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>One governed field of a JSON body.</summary>
/// <param name="Rule">What it may hold.</param>
/// <param name="Value">Where its value stands.</param>
/// <param name="Cut">What to cut out of the body so that it is gone: its name, its value and one comma.</param>
internal readonly record struct ReadField(FieldRule Rule, TokenRange Value, TokenRange Cut);
