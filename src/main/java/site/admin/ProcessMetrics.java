package site.admin;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;

/** The process and its Java machine, under the names that dashboards for them expect. */
final class ProcessMetrics {
  private final Families families;

  ProcessMetrics(Families families) {
    this.families = families;
  }

  void add() {
    process();
    memory();
    families
        .gauge("jvm_threads_current", "Live threads.")
        .add(ManagementFactory.getThreadMXBean().getThreadCount());
    families
        .gauge("jvm_classes_currently_loaded", "Classes.")
        .add(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
  }

  private void process() {
    families
        .gauge("process_start_time_seconds", "Since 1970.")
        .add(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      families
          .counter("process_cpu_seconds", "Processor time used.")
          .add(unix.getProcessCpuTime() / 1e9);
      families.gauge("process_open_fds", "Open files.").add(unix.getOpenFileDescriptorCount());
      families
          .gauge("process_max_fds", "How many may be open.")
          .add(unix.getMaxFileDescriptorCount());
    }
  }

  private void memory() {
    Families.Values used = families.gauge("jvm_memory_used_bytes", "Memory used.", "area");
    Families.Values most = families.gauge("jvm_memory_max_bytes", "Memory there may be.", "area");
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = memory.getHeapMemoryUsage();
    used.add(heap.getUsed(), "heap");
    most.add(heap.getMax(), "heap");
    used.add(memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
    Families.Values pools =
        families.gauge("jvm_buffer_pool_used_bytes", "Memory outside the heap.", "pool");
    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
        .forEach(pool -> pools.add(pool.getMemoryUsed(), pool.getName()));
    Families.Values runs = families.counter("jvm_gc_runs", "Garbage collections.", "gc");
    Families.Values seconds = families.counter("jvm_gc_seconds", "Time they took.", "gc");
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      runs.add(gc.getCollectionCount(), gc.getName());
      seconds.add(gc.getCollectionTime() / 1e3, gc.getName());
    }
  }
}
