using System.Collections.Concurrent;

namespace Switchboard.Testing.Servers;

/// <summary>Keeps every line that a server logs, so that tests can look for what must, or must never, be there.</summary>
public sealed class LogCapture : ILoggerProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<string> lines = new();
    private event Action<string>? Logged;

    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>Completes with the first line that holds the text, logged already or still to come.</summary>
    public async Task<string> WhenLoggedAsync(string text)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(string line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                found.TrySetResult(line);
            }
        }

        Logged += Look;
        foreach (var line in lines)
        {
            Look(line);
        }

        try
        {
            return await found.Task.WaitAsync(Patience);
        }
        finally
        {
            Logged -= Look;
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Add(string line)
    {
        lines.Enqueue(line);
        Logged?.Invoke(line);
    }

    private sealed class Logger(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            capture.Add($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
