"""Practices of processes, information and technology."""

from typing import Final

__all__ = ["SYSTEMS"]

SYSTEMS: Final = (
    (
        "processes_carry",
        "Processes carry CRM",
        "فرایندها پشتوانه مدیریت ارتباط با مشتری است",
    ),
    (
        "customer_centric_processes",
        "Processes are built around the customer",
        "فرایندها متمرکز بر مشتری اجرا می‌شود",
    ),
    (
        "list_processes",
        "Today's processes are listed with their problems and constraints",
        "فهرستی از فرایندهای فعلی با مشکلات و محدودیت‌های آن‌ها تهیه شده است",
    ),
    (
        "audit_processes",
        "Key processes are audited from the customer's view",
        "فرایندهای کلیدی از دیدگاه مشتری ممیزی می‌شود",
    ),
    (
        "prioritise_processes",
        "Processes are put in order by their effect on the aims of CRM",
        "فرایندها بر پایه تأثیر بر اهداف مدیریت ارتباط با مشتری اولویت‌بندی می‌شود",
    ),
    (
        "measure_process_effect",
        "The effect of processes on customer value is measured or estimated",
        "تأثیر فرایندها بر ارزش مشتری اندازه‌گیری یا برآورد می‌شود",
    ),
    (
        "change_processes",
        "What the audit shows is changed in the units that serve customers",
        "تغییرات لازم در بخش‌های مرتبط با مشتری ایجاد می‌شود",
    ),
    (
        "differentiating_processes",
        "The processes that can set the firm apart are known",
        "فرایندهایی که می‌تواند سازمان را متمایز کند شناخته شده است",
    ),
    (
        "right_and_exact_data",
        "Customer data are right and exact",
        "داده‌های مشتریان صحیح و دقیق است",
    ),
    (
        "customer_information_flows",
        "Customer information flows through the organisation",
        "اطلاعات مشتری در سازمان جریان دارد",
    ),
    (
        "share_information",
        "Customer information is shared by all who need it",
        "اطلاعات مشتری میان همه کسانی که به آن نیاز دارند به اشتراک گذاشته می‌شود",
    ),
    (
        "right_information_right_time",
        "The relevant information is at hand in the right place at the right time",
        "اطلاعات مرتبط در جای مناسب و در زمان مناسب در دسترس است",
    ),
    (
        "plan_information_stock",
        "There is a plan to keep and better the stock of customer information",
        "برای حفظ و ارتقای موجودی اطلاعات مشتریان طرحی تهیه شده است",
    ),
    (
        "model_information",
        "There is an information model: which data there are and how they hang together",
        "مدل اطلاعاتی سازمان روشن است: چه داده‌هایی در دست است و چه پیوندی با هم دارند",
    ),
    (
        "data_it_carry",
        "Data and IT carry CRM",
        "داده و فناوری اطلاعات پشتوانه مدیریت ارتباط با مشتری است",
    ),
    (
        "review_technology_needs",
        "What technology is needed, and with which skills, is reviewed",
        "نیازهای فناوری و سطوح مهارتی بازبینی می‌شود",
    ),
    (
        "integrated_systems",
        "Data and processes run in integrated systems",
        "داده‌ها و فرایندها در سیستم‌های یکپارچه جریان دارد",
    ),
    (
        "one_it_architecture",
        "Customer data are managed in one coherent IT architecture",
        "داده‌های مشتریان در یک معماری منسجم فناوری اطلاعات مدیریت می‌شود",
    ),
    (
        "customer_facing_applications",
        "Applications that customers themselves use are in place",
        "برنامه‌های کاربردی پیش روی مشتری در دسترس است",
    ),
    (
        "analytical_crm",
        "Systems that analyse customer data are in use",
        "سیستم‌های تحلیل داده‌های مشتریان به کار می‌رود",
    ),
    (
        "operational_crm",
        "Systems that carry the daily work with customers are in use",
        "سیستم‌های عملیاتی کار روزانه با مشتریان به کار می‌رود",
    ),
    (
        "keep_systems_current",
        "Systems are kept current",
        "سیستم‌ها به‌روز نگه داشته می‌شود",
    ),
    (
        "use_innovation",
        "New technology is put to use",
        "نوآوری‌های جدید به کار گرفته می‌شود",
    ),
    (
        "use_it_effectively",
        "All IT resources are put to effective use",
        "از همه منابع فناوری اطلاعات به‌طور مؤثر استفاده می‌شود",
    ),
)
