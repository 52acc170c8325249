namespace Switchboard.ConformanceTests.Drivers;

/// <summary>A vendor's own client, as it is published.</summary>
public interface IOfficialClient
{
    /// <summary>True where it speaks Anthropic's dialect, else OpenAI's.</summary>
    bool IsAnthropic { get; }

    /// <summary>The exception that it throws for a status.</summary>
    string ErrorType(int status);

    /// <summary>The exception that it throws for an error in the middle of a stream; null where it overlooks the error and just ends.</summary>
    string? StreamErrorType { get; }

    Task<Seen> RunAsync(Call call);
}
