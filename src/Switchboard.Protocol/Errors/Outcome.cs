using System.Diagnostics.CodeAnalysis;

namespace Switchboard.Protocol.Errors;

/// <summary>A value, or the reason there is none.</summary>
/// <typeparam name="T">What was wanted.</typeparam>
public readonly struct Outcome<T>
    where T : class
{
    /// <summary>A success.</summary>
    /// <param name="value">What was wanted.</param>
    public Outcome(T value) => Value = value;

    /// <summary>An expected failure.</summary>
    /// <param name="error">Why there is no value.</param>
    public Outcome(ExchangeError error) => Error = error;

    /// <summary>The value, or null.</summary>
    public T? Value { get; }

    /// <summary>The failure, or null.</summary>
    public ExchangeError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Value is not null;
}
